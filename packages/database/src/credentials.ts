import type { OrganizationTransaction } from "./app-database.ts";

/** What may be shown of a credential. The sealed secret is not among it: this role cannot even read that column. */
export interface CredentialRecord {
  readonly id: string;
  readonly vendor: string;
  readonly label: string;
  readonly mode: string;
  readonly restricted: boolean | null;
  readonly last4: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface CredentialToStore
  extends Pick<CredentialRecord, "id" | "vendor" | "label" | "restricted" | "last4"> {
  readonly organizationId: string;
  readonly mode: "live" | "test" | "sandbox";
  /** With attachment and version, part of what the secret was sealed to: stored so that the proxy names the same. */
  readonly origin: string;
  readonly attachment: string;
  readonly version: number;
  readonly sealingKeyId: string;
  readonly sealed: Buffer;
  readonly createdBy: string;
}

const shown = {
  id: true,
  vendor: true,
  label: true,
  mode: true,
  restricted: true,
  last4: true,
  createdAt: true,
  disabledAt: true,
  lastUsedAt: true,
} as const;

export async function storeCredential(
  transaction: OrganizationTransaction,
  credential: CredentialToStore,
): Promise<CredentialRecord> {
  const { organizationId, id, sealed } = credential;
  await transaction.credential.createMany({ data: [{ ...credential, sealed: new Uint8Array(sealed) }] });
  return transaction.credential.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id } },
    select: shown,
  });
}

/** Newest first; `before` is the last id of the page before. */
export async function listCredentials(
  transaction: OrganizationTransaction,
  page: { readonly organizationId: string; readonly before: string | null; readonly limit: number },
): Promise<CredentialRecord[]> {
  return transaction.credential.findMany({
    where: {
      organizationId: page.organizationId,
      ...(page.before === null ? {} : { id: { lt: page.before } }),
    },
    select: shown,
    orderBy: { id: "desc" },
    take: page.limit,
  });
}

/** The credentials of a vendor that a key may be issued over; two are enough to know that one must be named. */
export async function findActiveCredentials(
  transaction: OrganizationTransaction,
  where: { readonly organizationId: string; readonly vendor: string; readonly id?: string },
): Promise<Array<Pick<CredentialRecord, "id">>> {
  return transaction.credential.findMany({
    where: { ...where, disabledAt: null },
    select: { id: true },
    orderBy: { id: "desc" },
    take: 2,
  });
}

/** What a new secret of a credential has to fit. */
export interface CredentialStanding extends Pick<CredentialRecord, "vendor" | "mode" | "disabledAt"> {
  readonly version: number;
}

/** Null when the organization has no such credential. */
export async function readCredential(
  transaction: OrganizationTransaction,
  organizationId: string,
  credentialId: string,
): Promise<CredentialStanding | null> {
  return transaction.credential.findUnique({
    where: { organizationId_id: { organizationId, id: credentialId } },
    select: { vendor: true, mode: true, version: true, disabledAt: true },
  });
}

/**
 * Puts another secret under a credential, sealed for the version after the one that it had.
 * @returns null when somebody else did so meanwhile, or disabled it
 */
export async function rotateCredential(
  transaction: OrganizationTransaction,
  rotation: Omit<CredentialToStore, "label" | "mode" | "createdBy">,
): Promise<CredentialRecord | null> {
  const { organizationId, id, version, origin, attachment, sealingKeyId, sealed, last4, restricted } =
    rotation;
  const [row] = await transaction.$queryRaw<Array<{ rotated: boolean }>>`
    SELECT rotate_credential_v1(${organizationId}::uuid, ${id}::uuid, ${version}, ${origin},
      ${attachment}, ${sealingKeyId}, ${new Uint8Array(sealed)}, ${last4}, ${restricted}) AS rotated`;
  if (row?.rotated !== true) return null;
  return transaction.credential.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id } },
    select: shown,
  });
}

/** Disables a credential and revokes its keys, in this transaction. Null when the organization has no such credential. */
export async function disableCredential(
  transaction: OrganizationTransaction,
  organizationId: string,
  credentialId: string,
): Promise<{ readonly disabledAt: Date; readonly revokedKeys: number } | null> {
  const [row] = await transaction.$queryRaw<Array<{ disabled_at: Date | null; revoked_keys: number }>>`
    SELECT disabled_at, revoked_keys FROM disable_credential_v1(${organizationId}::uuid, ${credentialId}::uuid)`;
  if (row === undefined || row.disabled_at === null) return null;
  return { disabledAt: row.disabled_at, revokedKeys: row.revoked_keys };
}
