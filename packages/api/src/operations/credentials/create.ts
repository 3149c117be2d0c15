import {
  claimIdempotencyKey,
  type OrganizationTransaction,
  recordActivity,
  storeCredential,
} from "@keybrake/database";
import { seal } from "@keybrake/vault";
import type { Vendor } from "@keybrake/vendors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { displayName, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { demandVendor } from "../vendors/resolve-vendor.ts";
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
  run: (context, fields) =>
    transact(context, async (transaction) => {
      const { organizationId } = context;
      const wanted = { organizationId, name: fields.vendor, field: "vendor" };
      const vendor = await demandVendor(transaction, wanted);
      if (!vendor.ok) return vendor;
      const { secret, sandbox = false, label } = fields;
      const checked = checkSecret(vendor.value, { secret, sandbox });
      if (!checked.ok) return checked;
      return create(transaction, context, { vendor: vendor.value, label, ...checked.value });
    }),
});

async function create(
  transaction: OrganizationTransaction,
  context: OperationContext,
  {
    vendor,
    label,
    secret,
    mode,
    restricted,
    last4,
  }: CheckedSecret & { readonly vendor: Vendor; readonly label: string },
) {
  const { organizationId, actor, sealingKey, idempotencyHash } = context;
  const id = uuidv7();
  const binding = bindingOf(vendor, mode, 1);
  const sealed = await seal({
    publicKey: sealingKey,
    context: { organizationId, credentialId: id, ...binding },
    plaintext: Buffer.from(JSON.stringify(secret)),
  });
  if (idempotencyHash !== null) {
    const request = { organizationId, operation: NAME, keyHash: idempotencyHash, subjectId: id };
    const first = await claimIdempotencyKey(transaction, request);
    if (first !== null) return refuse("idempotency_conflict", `It added credential ${first}.`, { id: first });
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
}
