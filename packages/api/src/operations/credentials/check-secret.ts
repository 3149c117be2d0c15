import { randomBytes } from "node:crypto";
import type { CredentialCheck, Vendor } from "@keybrake/vendors";
import { z } from "zod";
import { done, invalidField, type Result } from "../../problems.ts";

/** A vendor's secret as it is typed in; which fields it has, the vendor says. */
export const secretField = z
  .record(z.string().max(100), z.string().max(4096))
  .describe("The vendor's own fields: for Stripe and Resend `api_key`.");

export type CheckedSecret = Omit<Extract<CredentialCheck, { ok: true }>, "ok">;

/** Checks a secret's shape, or makes one up for the sandbox. */
export function checkSecret(
  vendor: Vendor,
  fields: { readonly secret?: z.output<typeof secretField> | undefined; readonly sandbox: boolean },
): Result<CheckedSecret> {
  if (fields.sandbox) {
    if (vendor.definition !== undefined)
      return invalidField(
        "sandbox",
        "A vendor of your own has no sandbox: give the secret of a test account.",
      );
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
