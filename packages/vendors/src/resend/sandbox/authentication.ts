import type { IncomingHttpHeaders } from "node:http";
import { type Reply, refused } from "./replies.ts";

const apiKeyShape = /^re_[A-Za-z0-9_]{6,297}$/;
const sending: ReadonlySet<string> = new Set(["POST /emails", "POST /emails/batch"]);

export function readApiKey(headers: IncomingHttpHeaders): string | null {
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ", 2);
  return scheme.toLowerCase() === "bearer" && value !== "" ? value : null;
}

/**
 * Why a key may not make this request; null when it may. A key with `_revoked_` in it is one that was deleted, one with
 * `_sending_` may only send. A deleted key is a 401 to what sends, and a 400 to everything else.
 */
export function refuseApiKey(apiKey: string | null, request: string): Reply | null {
  if (apiKey === null) return refused(401, "missing_api_key", "Missing API Key");
  const isSending = sending.has(request);
  if (!apiKeyShape.test(apiKey) || apiKey.includes("_revoked_")) {
    return refused(isSending ? 401 : 400, "validation_error", "API key is invalid");
  }
  if (apiKey.includes("_sending_") && !isSending) {
    return refused(401, "restricted_api_key", "This API key is restricted to only send emails");
  }
  return null;
}
