import type { InFlight } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "./money.ts";

/** Calls that a revocation came too late for: admitted before it, not answered yet. */
export const inFlightFields = {
  in_flight: z
    .array(z.object({ call_id: z.string(), endpoint: z.string(), held_usd: usdOut }))
    .max(100)
    .describe("Admitted before the revocation and not answered yet; the oldest hundred."),
  in_flight_total: z.int().describe("How many there are in all."),
  in_flight_held_usd: usdOut.describe("What they hold in all: the most that they can still cost."),
};

export function showInFlight(inFlight: InFlight) {
  return {
    in_flight: inFlight.calls.map((call) => ({
      call_id: call.callId,
      endpoint: call.endpoint,
      held_usd: formatUsd(call.heldMicros),
    })),
    in_flight_total: inFlight.total,
    in_flight_held_usd: formatUsd(inFlight.heldMicros),
  };
}
