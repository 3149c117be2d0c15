import type { AppRouter } from "@keybrake/api";
import type { inferProcedureOutput } from "@trpc/server";

/** An agent as the server tells of it. */
export type ShownAgent = inferProcedureOutput<AppRouter["agents"]["show"]>;
