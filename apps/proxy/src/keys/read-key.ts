import { readToken, type TokenIdentity } from "@keybrake/vault";
import type { KeyPlace } from "@keybrake/vendors";
import type { KeyLine } from "../wire/headers.ts";

/** A key as found in a request, and where it stood. */
export interface PresentedKey {
  readonly place: KeyPlace;
  /** In lower case, where the place is a header that a vendor of one's own may have named; else null. */
  readonly header: string | null;
  readonly identity: TokenIdentity;
}

export type ReadKeyResult =
  | { readonly ok: true; readonly key: PresentedKey }
  | { readonly ok: false; readonly reason: "key_missing" | "key_twice" | "key_in_url" | "key_not_vault" };

export interface KeyLines {
  readonly target: string;
  readonly authorization: string | null;
  readonly shopifyToken: string | null;
  readonly otherKeyLine: KeyLine | null;
}

const TOKEN_IN_TARGET = /(?:vk|kbt)_[0-9A-Za-z]{38}/;
const SCHEME = /^([A-Za-z]{5,6}) ([\x21-\x7e]{1,1024})$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Finds the one vault key of a request, where the vendor's own would stand. A key in the URL is refused even beside a
 * proper one: it is in the logs of every hop by now.
 */
export function readKey({ target, authorization, shopifyToken, otherKeyLine }: KeyLines): ReadKeyResult {
  if (TOKEN_IN_TARGET.test(target)) return { ok: false, reason: "key_in_url" };
  const keys = authorization === null ? [] : keysInAuthorization(authorization);
  if (shopifyToken !== null) keys.push(...present("x-shopify-access-token", shopifyToken));
  if (otherKeyLine !== null) keys.push(...present("header", otherKeyLine.value, otherKeyLine.name));
  const [key] = keys;
  if (key === undefined) return { ok: false, reason: "key_missing" };
  if (keys.length > 1) return { ok: false, reason: "key_twice" };
  if (key.identity.kind !== "vault_key") return { ok: false, reason: "key_not_vault" };
  return { ok: true, key };
}

function keysInAuthorization(line: string): PresentedKey[] {
  const match = SCHEME.exec(line);
  const scheme = match?.[1]?.toLowerCase();
  const value = match?.[2] ?? "";
  if (scheme === "bearer") return present("bearer", value);
  if (scheme !== "basic" || !BASE64.test(value)) return [];
  const pair = Buffer.from(value, "base64").toString("latin1");
  const colon = pair.indexOf(":");
  if (colon === -1) return [];
  return [
    ...present("basic-user", pair.slice(0, colon)),
    ...present("basic-password", pair.slice(colon + 1)),
  ];
}

function present(place: KeyPlace, text: string, header: string | null = null): PresentedKey[] {
  const identity = readToken(text);
  return identity === null ? [] : [{ place, header, identity }];
}
