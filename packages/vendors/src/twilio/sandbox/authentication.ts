import type { IncomingHttpHeaders } from "node:http";
import { type Reply, refused } from "./replies.ts";

export interface Login {
  readonly user: string;
  readonly password: string;
}

export function readLogin(headers: IncomingHttpHeaders): Login | null {
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ", 2);
  if (scheme.toLowerCase() !== "basic") return null;
  const pair = Buffer.from(value, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 1 ? null : { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

const hex = "[0-9a-f]{32}";
const password = new RegExp(`^(?:${hex}|[A-Za-z0-9]{32}|sandbox_[A-Za-z0-9]{10,64})$`);

/**
 * The account that a request acts on. The parent's token acts on any account that the path names, as at Twilio, where
 * it does so on its subaccounts; an API key acts on the account of the path.
 */
export function accountOf({ user }: Login, path: string): string {
  const named = new RegExp(`^/api\\.twilio\\.com/2010-04-01/Accounts/(AC${hex})(?:/|\\.json)`).exec(
    path,
  )?.[1];
  return named ?? user;
}

/** The 401 for credentials that no account of Twilio's could have, and for `sandbox_revoked…`; null when they fit. */
export function refuseLogin(login: Login | null): Reply | null {
  const fits =
    login !== null &&
    new RegExp(`^(?:AC|SK)${hex}$`).test(login.user) &&
    password.test(login.password) &&
    !login.password.startsWith("sandbox_revoked");
  return fits ? null : refused(401, 20003, "Authenticate");
}
