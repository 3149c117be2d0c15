import type { AppRouter } from "@keybrake/api";
import type { inferRouterOutputs } from "@trpc/server";

/** One call with all that belongs to it. */
export type DetailedCall = inferRouterOutputs<AppRouter>["auditLog"]["show"];
