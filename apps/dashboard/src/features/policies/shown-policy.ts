import type { AppRouter } from "@keybrake/api";
import type { inferRouterOutputs } from "@trpc/server";

/** A policy with its versions. */
export type ShownPolicy = inferRouterOutputs<AppRouter>["policies"]["show"];
