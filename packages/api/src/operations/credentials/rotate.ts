import {
  type OrganizationTransaction,
  readCredential,
  recordActivity,
  rotateCredential,
} from "@keybrake/database";
import { seal } from "@keybrake/vault";
import type { Vendor } from "@keybrake/vendors";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, notFound, type Result, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { resolveVendor } from "../vendors/resolve-vendor.ts";
import { bindingOf } from "./binding.ts";
import { type CheckedSecret, checkSecret, secretField } from "./check-secret.ts";
import { credentialFields, showCredential } from "./show-credential.ts";

const NAME = "credentials.rotate";

const input = z.strictObject({
  id,
  secret: secretField
    .optional()
    .describe("Left out for a sandbox credential, which gets a new one of its own."),
});

const output = z.object(credentialFields);

export const rotateCredentialOperation = defineOperation({
  name: NAME,
  summary: "Put another secret under a credential",
  description:
    "Its vault keys keep working and use the new secret within 30 seconds: take the old one back at the vendor after " +
    "that. The mode cannot change: what was issued for test money must not come to move live money.",
  http: { method: "POST", path: "/credentials/{id}/rotate", status: 200 },
  access: { scope: "credentials:write", role: "admin" },
  problems: ["credential_changed", "credential_disabled"],
  input,
  output,
  run: (context, fields) => transact(context, (transaction) => rotate(transaction, context, fields)),
});

async function rotate(
  transaction: OrganizationTransaction,
  context: OperationContext,
  fields: z.output<typeof input>,
): Promise<Result<z.input<typeof output>>> {
  const { organizationId, actor, sealingKey } = context;
  const before = await readCredential(transaction, organizationId, fields.id);
  if (before === null) return notFound();
  if (before.disabledAt !== null)
    return refuse("credential_disabled", "A disabled credential stays so: add the secret as a new one.");
  const vendor = await resolveVendor(transaction, { organizationId, name: before.vendor, archivedToo: true });
  if (vendor === null) throw new Error(`a stored credential is of an unknown vendor: ${before.vendor}`);
  const checked = checkNext(vendor, before.mode, fields.secret);
  if (!checked.ok) return checked;
  const { secret, mode, restricted, last4 } = checked.value;

  // Typed in anew, it is sealed to where the vendor is now, should that have moved.
  const binding = bindingOf(vendor, mode, before.version + 1);
  const sealed = await seal({
    publicKey: sealingKey,
    context: { organizationId, credentialId: fields.id, ...binding },
    plaintext: Buffer.from(JSON.stringify(secret)),
  });
  const rotated = await rotateCredential(transaction, {
    organizationId,
    id: fields.id,
    ...binding,
    restricted,
    last4,
    sealingKeyId: sealingKey.id,
    sealed,
  });
  if (rotated === null)
    return refuse("credential_changed", "Somebody else rotated or disabled it meanwhile: look again.");
  await recordActivity(transaction, {
    organizationId,
    actor,
    action: NAME,
    subject: `credential:${fields.id}`,
    detail: { vendor: vendor.name, mode, last4, version: binding.version },
  });
  return done(showCredential(rotated));
}

/** A secret of the same mode as the one before, made up where that is the sandbox's. */
function checkNext(
  vendor: Vendor,
  mode: string,
  secret: z.output<typeof secretField> | undefined,
): Result<CheckedSecret> {
  const sandbox = mode === "sandbox";
  if (!sandbox && secret === undefined) return invalidField("secret", "Required.");
  const checked = checkSecret(vendor, { secret, sandbox });
  if (!checked.ok || checked.value.mode === mode) return checked;
  return invalidField(
    "secret",
    `This credential is ${mode} and that is a ${checked.value.mode} key: add it as a credential of its own.`,
  );
}
