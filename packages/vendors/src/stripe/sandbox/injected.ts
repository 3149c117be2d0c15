import type { RefusalFault } from "../../sandbox/faults.ts";
import { cardRefused, type Reply, refused } from "./replies.ts";

/** Stripe's own words for a fault that was asked for; nothing is carried out. 402 and 500 stay under the key. */
export function injectedRefusal(fault: RefusalFault): Reply {
  switch (fault) {
    case "decline": {
      const error = {
        code: "card_declined",
        decline_code: "generic_decline",
        message: "Your card was declined.",
      };
      return { ...cardRefused(null, error), executed: false };
    }
    case "rate_limit": {
      const message =
        "Request rate limit exceeded. You can learn more about rate limits in our documentation.";
      return refused(429, { type: "invalid_request_error", code: "rate_limit", message });
    }
    case "conflict": {
      const message = "This object cannot be accessed right now because another API request is accessing it.";
      return refused(409, { type: "invalid_request_error", code: "lock_timeout", message });
    }
    case "server_error": {
      const message = "An unknown error occurred. Please contact support if the problem persists.";
      return { ...refused(500, { type: "api_error", message }), saved: true };
    }
  }
}
