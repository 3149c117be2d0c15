import type { CredentialResult, Credentials } from "../upstream/credentials.ts";
import type { OpenCredential } from "../upstream/open-credential.ts";
import type { Matched } from "./match.ts";

/** A matched call whose credential has been looked for. */
export interface Opened extends Matched {
  /** Null where it cannot be used, and `whyNot` says why: the price's refusals are judged first. */
  readonly credential: OpenCredential | null;
  readonly whyNot: string;
}

/** The database could not be asked, so neither could the ledger: a 503 without a row. */
export interface Unreachable {
  readonly ok: "unreachable";
  readonly call: Matched["call"];
  readonly key: Matched["key"];
}

/**
 * Finds the key's credential and opens it, before anything is held: a call that cannot be sent must not count, and a
 * price may have to be asked for. The secret stays in this process's cache; the call itself carries only a handle that
 * prints as nothing.
 */
export async function openCredential(
  matched: Matched,
  credentials: Credentials,
): Promise<Opened | Unreachable> {
  const { call, key, path, endpoint } = matched;
  const found: CredentialResult | "unreachable" = credentials.cached(key) ?? (await credentials.open(key));
  if (found === "unreachable") return { ok: "unreachable", call, key };
  const credential = found.ok ? found.credential : null;
  return { ok: true, call, key, path, endpoint, credential, whyNot: found.ok ? "" : found.message };
}
