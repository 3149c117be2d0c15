import { type Fault, type RefusalFault, readMagicFault } from "../../sandbox/faults.ts";
import { isFields } from "./reading.ts";
import { type Reply, refused } from "./replies.ts";

/** Resend's own words for a fault that was asked for; nothing is carried out. */
export function injectedRefusal(fault: RefusalFault): Reply {
  switch (fault) {
    case "decline":
      return refused(
        403,
        "validation_error",
        "The example.com domain is not verified. Please, add and verify your domain on https://resend.com/domains",
      );
    case "rate_limit":
      return refused(
        429,
        "rate_limit_exceeded",
        "Too many requests. You can only make 2 requests per second. See rate limit response headers for more information.",
      );
    case "conflict":
      return refused(
        409,
        "concurrent_idempotent_requests",
        "Another request with the same idempotency key is currently in progress",
      );
    case "server_error":
      return refused(500, "internal_server_error", "An unexpected error occurred.");
  }
}

/** The fault that an email's tag named `sandbox` asks for; `unknown` when it names none that there is. */
export function readAskedFault(body: unknown): Fault | "unknown" | null {
  const email: unknown = Array.isArray(body) ? body[0] : body;
  const tags = isFields(email) && Array.isArray(email.tags) ? email.tags.filter(isFields) : [];
  const asked = tags.find(({ name }) => name === "sandbox");
  if (asked === undefined) return null;
  // Resend takes letters, digits, _ and - in a tag, so `slow-1500` is `slow:1500`.
  return readMagicFault(String(asked.value).replace("-", ":")) ?? "unknown";
}
