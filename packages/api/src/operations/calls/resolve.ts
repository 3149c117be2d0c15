import { type CallDecision, type CallResolution, recordActivity, resolveCall } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdIn, usdOut } from "../../fields/money.ts";
import { displayName, id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, notFound, type Refused, type Result, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";

const input = z.strictObject({
  id,
  decision: z
    .enum(["settled", "released"])
    .describe("Released: the vendor did nothing, and it cost nothing."),
  cost_usd: usdIn
    .optional()
    .describe("What the call cost. Required with `settled`, refused with `released`."),
  reason: displayName(500).describe("Why: what the vendor said, or who looked. Kept in the activity log."),
});

type Input = z.output<typeof input>;

export const resolveCallOperation = defineOperation({
  name: "calls.resolve",
  summary: "Decide about a call whose outcome is unknown",
  description:
    "For a call that was possibly sent and never answered: it counts in full until somebody has looked at the vendor. " +
    "Final. What it cost above what it held is overage and blocks the key. `GET /audit-log?state=unknown` lists them.",
  http: { method: "POST", path: "/calls/{id}/resolve", status: 200 },
  access: { scope: "unknown:resolve", role: "admin" },
  input,
  output: z.object({ id, state: z.enum(["settled", "released"]), cost_usd: usdOut, resolved_at: instantOut }),
  problems: ["call_not_unknown", "call_retries_open"],
  run: async (context, input) => {
    const decision = readDecision(input);
    if (!decision.ok) return decision;
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const call = { organizationId, callId: input.id };
      const resolution = await resolveCall(transaction, call, decision.value);
      if (resolution.code !== "resolved") return explain(resolution.code);
      const cost_usd = formatUsd(input.cost_usd ?? 0n);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "calls.resolve",
        subject: `call:${input.id}`,
        detail: {
          decision: input.decision,
          cost_usd,
          held_usd: formatUsd(resolution.heldMicros),
          reason: input.reason,
        },
      });
      const resolved_at = resolution.resolvedAt.toISOString();
      return done({ id: input.id, state: input.decision, cost_usd, resolved_at });
    });
  },
});

function readDecision({ decision, cost_usd: costMicros }: Input): Result<CallDecision> {
  if (decision === "released") {
    return costMicros === undefined
      ? done({ state: decision })
      : invalidField("cost_usd", "A released call cost nothing: leave this out, or settle the call.");
  }
  return costMicros === undefined
    ? invalidField("cost_usd", "Required with `settled`: what the call cost, 0 included.")
    : done({ state: decision, costMicros });
}

function explain(code: Exclude<CallResolution["code"], "resolved">): Refused {
  switch (code) {
    case "absent":
      return notFound();
    case "not_unknown":
      return refuse("call_not_unknown", "Its outcome is known, or its answer is still awaited.");
    case "retries_open":
      return refuse(
        "call_retries_open",
        "Its release has to wait for its retries: decide about those first.",
      );
  }
}
