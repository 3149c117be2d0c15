import { recordActivity, revokeRun } from "@keybrake/database";
import { z } from "zod";
import { inFlightFields, showInFlight } from "../../fields/in-flight.ts";
import { agentRunLabel } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

const input = z.strictObject({ agent_run_id: agentRunLabel });

const output = z.object({
  agent_run_id: z.string(),
  revoked_at: instantOut,
  keys: z.int().describe("How many vault keys the run has, all revoked now."),
  ...inFlightFields,
});

export const revokeRunOperation = defineOperation({
  name: "runs.revoke",
  summary: "Revoke a run",
  description:
    "Revokes every vault key of the run, and no key is issued for it again. A run that has no key yet can be revoked too. " +
    "Repeating it changes nothing.",
  http: { method: "POST", path: "/runs/revoke", status: 200 },
  access: { scope: "keys:revoke", role: "member" },
  input,
  output,
  run: (context, { agent_run_id: { agentRunId } }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const { revokedAt, keys, inFlight } = await revokeRun(transaction, organizationId, {
        agentRunId,
        actor,
      });
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "runs.revoke",
        subject: `run:${agentRunId}`,
        detail: { keys, in_flight: inFlight.total },
      });
      return done({
        agent_run_id: agentRunId,
        revoked_at: revokedAt.toISOString(),
        keys,
        ...showInFlight(inFlight),
      });
    }),
});
