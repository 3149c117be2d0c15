import type { LookUp, Vendor, VendorAnswer } from "@keybrake/vendors";
import type { Credentials, CredentialUser } from "../upstream/credentials.ts";
import type { OpenCredential } from "../upstream/open-credential.ts";
import type { Upstream } from "../upstream/upstream.ts";

export interface Reading {
  readonly credentials: Credentials;
  readonly upstream: Upstream;
}

/** A credential opened for the keeper; null where it cannot be used now. */
export async function openFor(
  record: CredentialUser["record"],
  vendor: Vendor,
  { credentials }: Reading,
): Promise<OpenCredential | null> {
  const found = credentials.cached({ record, vendor }) ?? (await credentials.open({ record, vendor }));
  return found !== "unreachable" && found.ok ? found.credential : null;
}

/** What the vendor answers to a GET of the keeper's; null where it was not asked or did not answer. */
export async function readVendor(
  credential: OpenCredential,
  { outgoing }: LookUp,
  { credentials, upstream }: Reading,
): Promise<VendorAnswer | null> {
  const usable = credentials.route(credential, outgoing);
  if (!usable.ok) return null;
  const sent = await upstream.read(credential, usable.route, outgoing);
  if (sent.kind === "credential_rejected") credentials.forget(credential.id);
  return sent.kind === "answered" ? sent.answer : null;
}
