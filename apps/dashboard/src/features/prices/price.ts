import type { AppRouter } from "@keybrake/api";
import type { inferRouterOutputs } from "@trpc/server";

export type PriceList = inferRouterOutputs<AppRouter>["prices"]["list"];
export type Price = PriceList["data"][number];
