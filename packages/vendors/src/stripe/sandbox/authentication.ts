import type { IncomingHttpHeaders } from "node:http";
import { type Reply, refused } from "./replies.ts";

const API_KEY = /^(?:sk|rk)_(?:test|live)_[A-Za-z0-9_]{6,247}$/;

/** The API key as it stands in Authorization: a Bearer token, or the user of Basic with an empty password. */
export function readApiKey(headers: IncomingHttpHeaders): string | null {
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "bearer" && value !== "") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const user = Buffer.from(value, "base64").toString("utf8").split(":", 1)[0];
  return user === undefined || user === "" ? null : user;
}

/**
 * The 401 for a missing, an impossible or a rolled key; null when the key has the shape of one of Stripe's. One with
 * `_revoked_` in it is refused as a key is that was rolled.
 */
export function refuseApiKey(apiKey: string | null): Reply | null {
  if (apiKey === null) {
    const message =
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer " +
      "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
    return refused(401, { type: "invalid_request_error", message });
  }
  if (apiKey.includes("_revoked_")) {
    const message = `Expired API Key provided: ${"*".repeat(8)}${apiKey.slice(-4)}`;
    return refused(401, { type: "invalid_request_error", code: "api_key_expired", message });
  }
  if (API_KEY.test(apiKey)) return null;
  const message = `Invalid API Key provided: ${"*".repeat(8)}${apiKey.slice(-4)}`;
  return refused(401, { type: "invalid_request_error", message });
}
