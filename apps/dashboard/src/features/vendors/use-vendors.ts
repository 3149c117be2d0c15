"use client";

import type { AppRouter } from "@keybrake/api";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "../../trpc/client.tsx";

export type ShownVendor = inferRouterOutputs<AppRouter>["vendors"]["list"]["data"][number];

/** Which vendors there are changes only when somebody defines one, and that asks again. */
export function useVendors(): readonly ShownVendor[] {
  const trpc = useTRPC();
  return (
    useQuery({ ...trpc.vendors.list.queryOptions({}), staleTime: Number.POSITIVE_INFINITY }).data?.data ?? []
  );
}

/** How an agent's client of a vendor is pointed at the proxy. */
export function useClients(vendor: string): ShownVendor["clients"] {
  return useVendors().find(({ name }) => name === vendor)?.clients ?? [];
}

/** Its name until the title is known, and for a vendor that is no more. */
export function useVendorTitle(name: string): string {
  return useVendors().find((vendor) => vendor.name === name)?.title ?? name;
}
