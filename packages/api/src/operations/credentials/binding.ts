import type { CredentialMode, Vendor } from "@keybrake/vendors";

/** How a built-in vendor takes the secret: as its code says, which only a new version of Keybrake changes. */
const BUILT_IN = "bearer";

/** What a secret is sealed to beside the credential's own id: under anything else it does not open. */
export function bindingOf(vendor: Vendor, mode: CredentialMode, version: number) {
  const origin = mode === "sandbox" ? "sandbox" : vendor.origin;
  return { vendor: vendor.name, origin, attachment: vendor.attachment ?? BUILT_IN, version };
}
