import type { Account } from "./account.ts";
import type { Reply } from "./replies.ts";

/** One API call being carried out. */
export interface ApiCall {
  readonly account: Account;
  readonly host: string;
  /** Without the host. */
  readonly path: string;
  /** The path's variable segments, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly json: unknown;
}

export type Handler = (call: ApiCall) => Reply;

/** The last of equal names: what a server reads that keeps one. */
export function textOf(form: URLSearchParams, name: string): string | null {
  return form.getAll(name).at(-1) ?? null;
}
