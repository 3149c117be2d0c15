import type { AppRouter } from "@keybrake/api";
import { TRPCClientError } from "@trpc/client";

/** Why something could not be done, as the server said it, or that the server was not reached. */
export interface ShownProblem {
  readonly code: string;
  readonly detail: string;
  /** What is wrong with each field, by its path. */
  readonly fields: ReadonlyMap<string, { readonly message: string; readonly suggestions: readonly string[] }>;
}

export const OFFLINE: ShownProblem = {
  code: "offline",
  detail: "The dashboard does not answer. Nothing was changed, or it is not known: look before trying again.",
  fields: new Map(),
};

export function problemOf(error: unknown): ShownProblem {
  if (!(error instanceof TRPCClientError)) return OFFLINE;
  const { data } = error as TRPCClientError<AppRouter>;
  if (data === undefined || data === null) return OFFLINE;
  const { code, detail, errors } = data.problem;
  const fields = errors.map(
    ({ path, message, suggestions = [] }) => [path, { message, suggestions }] as const,
  );
  return { code, detail, fields: new Map(fields) };
}
