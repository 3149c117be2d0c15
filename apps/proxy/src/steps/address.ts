import type { LookUp } from "@keybrake/vendors";
import type { Credentials } from "../upstream/credentials.ts";
import type { OpenCredential } from "../upstream/open-credential.ts";
import type { Route } from "../upstream/route.ts";
import type { Opened } from "./open-credential.ts";
import type { Priced } from "./price.ts";
import { type Refused, refused } from "./refused.ts";

/** A priced call whose credential is open and may go where the call goes. */
export interface Ready extends Omit<Priced, "credential" | "whyNot"> {
  readonly credential: OpenCredential;
  readonly route: Route;
  /** The call that this one looks something up for; null for what an agent sent. */
  readonly parentCallId: string | null;
}

/** Where the request goes, and whether the credential may go there. */
export function address(priced: Priced, credentials: Credentials): Ready | Refused {
  const { call, key, path, endpoint, body, request, credential } = priced;
  const usable =
    credential === null
      ? ({ ok: false, message: priced.whyNot } as const)
      : credentials.route(credential, request.outgoing);
  if (credential !== null && usable.ok) {
    const { route } = usable;
    return { ok: true, call, key, path, endpoint, body, request, credential, route, parentCallId: null };
  }
  return refused(priced, {
    refusal: { verdict: "denied_credential", message: usable.ok ? "" : usable.message },
    endpoint: endpoint.name,
    body,
    audit: request.audit,
    requestedMicros: request.priceMicros,
  });
}

const NO_BODY = Buffer.alloc(0);

/** The same for a look-up: null where the credential may not go there. */
export function addressLookUp(
  { call, key, path, endpoint, credential }: Opened & { readonly credential: OpenCredential },
  { lookUp, parentCallId }: { readonly lookUp: LookUp; readonly parentCallId: string },
  credentials: Credentials,
): Ready | null {
  const usable = credentials.route(credential, lookUp.outgoing);
  if (!usable.ok) return null;
  const request = {
    endpoint: lookUp.endpoint,
    priceMicros: 0n,
    basis: null,
    continues: null,
    idempotencyKey: null,
    idempotencyScope: "",
    audit: { look_up_for: endpoint.name },
    outgoing: lookUp.outgoing,
  };
  return {
    ok: true,
    call,
    key,
    path,
    endpoint: lookUp.endpoint,
    body: lookUp.outgoing.body ?? NO_BODY,
    request,
    credential,
    route: usable.route,
    parentCallId,
  };
}
