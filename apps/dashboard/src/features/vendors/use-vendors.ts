"use client";

import type { AppRouter } from "@keybrake/api";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "../../trpc/client.tsx";

export type ShownVendor = inferRouterOutputs<AppRouter>["vendors"]["list"]["data"][number];

/** Which vendors there are does not change while a page is open. */
export function useVendors(): readonly ShownVendor[] {
  const trpc = useTRPC();
  return useQuery({ ...trpc.vendors.list.queryOptions({}), staleTime: "static" }).data?.data ?? [];
}

/** Its name until the title is known, and for a vendor that is no more. */
export function useVendorTitle(name: string): string {
  return useVendors().find((vendor) => vendor.name === name)?.title ?? name;
}
