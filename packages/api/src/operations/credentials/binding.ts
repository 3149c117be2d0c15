import type { CredentialMode, Vendor } from "@keybrake/vendors";

/** How vendors take the secret: in a header of its own. */
const ATTACHMENT = "bearer";

/** What a secret is sealed to beside the credential's own id: under anything else it does not open. */
export function bindingOf(vendor: Vendor, mode: CredentialMode, version: number) {
  const origin = mode === "sandbox" ? "sandbox" : vendor.origin;
  return { vendor: vendor.name, origin, attachment: ATTACHMENT, version };
}
