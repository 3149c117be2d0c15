import { recordActivity, revokeVaultKey } from "@keybrake/database";
import { z } from "zod";
import { inFlightFields, showInFlight } from "../../fields/in-flight.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const revokeVaultKeyOperation = defineOperation({
  name: "vault-keys.revoke",
  summary: "Revoke a vault key",
  description:
    "Once this is answered, no further call of the key is admitted. No body is needed, and one that is sent is not read. " +
    "Repeating it changes nothing.",
  http: { method: "POST", path: "/vault-keys/{id}/revoke", status: 200, ignoresBody: true },
  access: { scope: "keys:revoke", role: "member" },
  input: z.strictObject({ id }),
  output: z.object({ id, revoked_at: instantOut, ...inFlightFields }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const revocation = await revokeVaultKey(transaction, organizationId, input.id);
      if (revocation === null) return notFound();
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "vault-keys.revoke",
        subject: `vault_key:${input.id}`,
        detail: { in_flight: revocation.inFlight.total },
      });
      return done({
        id: input.id,
        revoked_at: revocation.revokedAt.toISOString(),
        ...showInFlight(revocation.inFlight),
      });
    }),
});
