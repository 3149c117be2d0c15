import { randomBytes } from "node:crypto";
import { claimIdempotencyKey, recordActivity, storeCredential } from "@keybrake/database";
import { seal } from "@keybrake/vault";
import { type CredentialCheck, findVendor, type Vendor, vendors } from "@keybrake/vendors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { displayName, vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, type Result, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { credentialFields, showCredential } from "./show-credential.ts";

const NAME = "credentials.create";
/** How vendors take the secret: in a header of its own. Part of what the secret is sealed to, like the origin. */
const ATTACHMENT = "bearer";

const input = z.strictObject({
  vendor: vendorName,
  label: displayName(100),
  secret: z
    .record(z.string().max(100), z.string().max(4096))
    .optional()
    .describe("The vendor's own fields: for Stripe and Resend `api_key`."),
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
    const checked = checkSecret(vendor, fields);
    if (!checked.ok) return checked;
    return create(context, vendor, { label: fields.label, ...checked.value });
  },
});

type CheckedSecret = Omit<Extract<CredentialCheck, { ok: true }>, "ok">;

function checkSecret(vendor: Vendor, fields: z.output<typeof input>): Result<CheckedSecret> {
  if (fields.sandbox === true) {
    if (fields.secret !== undefined)
      return invalidField("secret", "A sandbox credential gets one of its own.");
    const secret = vendor.sandboxSecret(randomBytes(24).toString("hex"));
    const check = vendor.readCredential(secret);
    if (!check.ok) throw new Error(`the sandbox secret of ${vendor.name} is refused: ${check.message}`);
    return done({ ...check, mode: "sandbox" });
  }
  if (fields.secret === undefined) return invalidField("secret", "Required, unless sandbox is true.");
  const check = vendor.readCredential(fields.secret);
  if (!check.ok) return invalidField(check.path, check.message);
  // What looks like a sandbox secret would otherwise pass as a real one and be sent to the vendor.
  if (check.mode === "sandbox")
    return invalidField("secret", "Say sandbox: true to make a sandbox credential.");
  return done(check);
}

async function create(
  context: OperationContext,
  vendor: Vendor,
  { label, secret, mode, restricted, last4 }: CheckedSecret & { readonly label: string },
) {
  const { organizationId, actor, sealingKey, idempotencyHash } = context;
  const id = uuidv7();
  const origin = mode === "sandbox" ? "sandbox" : vendor.origin;
  const binding = { vendor: vendor.name, origin, attachment: ATTACHMENT, version: 1 };
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
