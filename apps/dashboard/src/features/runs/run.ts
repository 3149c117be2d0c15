import type { AppRouter } from "@keybrake/api";
import type { inferRouterOutputs } from "@trpc/server";

/** A run as the server tells of it. */
export type Run = inferRouterOutputs<AppRouter>["runs"]["show"];
