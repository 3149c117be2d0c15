import type { AppRouter } from "@keybrake/api";
import type { inferRouterOutputs } from "@trpc/server";

/** A stored credential as the server tells of it: never its secret. */
export type Credential = inferRouterOutputs<AppRouter>["credentials"]["table"]["data"][number];
