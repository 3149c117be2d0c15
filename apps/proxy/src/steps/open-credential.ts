import type { Credentials, OpenCredential } from "../upstream/credentials.ts";
import type { Route } from "../upstream/route.ts";
import type { Priced } from "./price.ts";
import { type Refused, refused } from "./refused.ts";

/** A priced call whose credential is open and may go where the call goes. */
export interface Ready extends Priced {
  readonly credential: OpenCredential;
  readonly route: Route;
}

/** The database could not be asked, so neither could the ledger: a 503 without a row. */
export interface Unreachable {
  readonly ok: "unreachable";
  readonly call: Priced["call"];
  readonly key: Priced["key"];
}

/**
 * Finds the key's credential and opens it, before anything is held: a call that cannot be sent must not count. The
 * secret stays in this process's cache; the call itself carries only a handle that prints as nothing.
 */
export async function openCredential(
  priced: Priced,
  credentials: Credentials,
): Promise<Ready | Refused | Unreachable> {
  const { call, key, endpoint, body, request } = priced;
  const opened = credentials.cached(key.record) ?? (await credentials.open(key));
  if (opened === "unreachable") return { ok: "unreachable", call, key };
  const usable = opened.ok ? credentials.route(opened.credential, request.outgoing) : opened;
  if (!opened.ok || !usable.ok) {
    const message = usable.ok ? "" : usable.message;
    return refused(priced, {
      refusal: { verdict: "denied_credential", message },
      endpoint: endpoint.name,
      body,
      audit: request.audit,
      requestedMicros: request.priceMicros,
    });
  }
  const { path } = priced;
  return {
    ok: true,
    call,
    key,
    path,
    endpoint,
    body,
    request,
    credential: opened.credential,
    route: usable.route,
  };
}
