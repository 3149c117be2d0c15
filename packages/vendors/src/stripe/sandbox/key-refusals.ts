import { KEY_LENGTH_MAX, type KeyUse } from "./idempotency.ts";
import { type Reply, refused } from "./replies.ts";

/** The answer to an idempotency key that cannot be used for this request. */
export function refuseKey(
  use: Exclude<KeyUse, { kind: "first" | "replay" }>,
  endpoint: string,
  key: string,
): Reply {
  switch (use.kind) {
    case "running":
      return refused(409, {
        type: "invalid_request_error",
        code: "idempotency_key_in_use",
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      });
    case "too_long":
      return refused(400, {
        type: "invalid_request_error",
        message: `Idempotency keys can be at most ${KEY_LENGTH_MAX} characters long.`,
      });
    case "other_endpoint":
      return refused(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${endpoint}' vs '${use.first.endpoint}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    case "other_parameters":
      return refused(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
  }
}
