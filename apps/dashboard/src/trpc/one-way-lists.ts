import type { AppRouter } from "@keybrake/api";
import type { TRPCLink } from "@trpc/client";

/**
 * tRPC's endless lists tell the server in which direction they are read. Ours go one way, and their operations refuse
 * a field that they do not know.
 */
export const oneWayLists: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next({ ...op, input: withoutDirection(op.input) });

function withoutDirection(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("direction" in input)) return input;
  const { direction: _, ...rest } = input;
  return rest;
}
