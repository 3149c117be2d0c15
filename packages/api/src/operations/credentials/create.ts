import { claimIdempotencyKey, recordActivity, storeCredential } from "@keybrake/database";
import { seal } from "@keybrake/vault";
import { findVendor, type Vendor, vendors } from "@keybrake/vendors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { displayName, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { bindingOf } from "./binding.ts";
import { type CheckedSecret, checkSecret, secretField } from "./check-secret.ts";
import { credentialFields, showCredential } from "./show-credential.ts";

const NAME = "credentials.create";

const input = z.strictObject({
  vendor: vendorName,
  label: displayName(100),
  secret: secretField.optional(),
  sandbox: z
    .boolean()
    .optional()
    .describe("True makes a credential of the sandbox, with a secret of its own."),
});

export const createCredentialOperation = defineOperation({
  name: NAME,
  summary: "Add a credential",
  description:
    "The secret is sealed to the proxies at once: nothing here can read it again, and no answer shows it.",
  http: { method: "POST", path: "/credentials", status: 201 },
  access: { scope: "credentials:write", role: "admin" },
  problems: ["idempotency_conflict"],
  input,
  output: z.object(credentialFields),
  run: async (context, fields) => {
    const vendor = findVendor(fields.vendor);
    if (vendor === undefined) {
      const names = vendors.map(({ name }) => name);
      return invalidField("vendor", "There is no such vendor.", names);
    }
    const checked = checkSecret(vendor, { secret: fields.secret, sandbox: fields.sandbox === true });
    if (!checked.ok) return checked;
    return create(context, vendor, { label: fields.label, ...checked.value });
  },
});

async function create(
  context: OperationContext,
  vendor: Vendor,
  { label, secret, mode, restricted, last4 }: CheckedSecret & { readonly label: string },
) {
  const { organizationId, actor, sealingKey, idempotencyHash } = context;
  const id = uuidv7();
  const binding = bindingOf(vendor, mode, 1);
  const sealed = await seal({
    publicKey: sealingKey,
    context: { organizationId, credentialId: id, ...binding },
    plaintext: Buffer.from(JSON.stringify(secret)),
  });
  return transact(context, async (transaction) => {
    if (idempotencyHash !== null) {
      const request = { organizationId, operation: NAME, keyHash: idempotencyHash, subjectId: id };
      const first = await claimIdempotencyKey(transaction, request);
      if (first !== null)
        return refuse("idempotency_conflict", `It added credential ${first}.`, { id: first });
    }
    const stored = await storeCredential(transaction, {
      organizationId,
      id,
      ...binding,
      label,
      mode,
      restricted,
      last4,
      sealingKeyId: sealingKey.id,
      sealed,
      createdBy: actor,
    });
    await recordActivity(transaction, {
      organizationId,
      actor,
      action: NAME,
      subject: `credential:${id}`,
      detail: { vendor: vendor.name, label, mode, last4 },
    });
    return done(showCredential(stored));
  });
}
