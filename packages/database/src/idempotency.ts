import type { OrganizationTransaction } from "./app-database.ts";

interface IdempotentRequest {
  readonly organizationId: string;
  /** Keys of different operations do not meet. */
  readonly operation: string;
  /** SHA-256 of the caller's Idempotency-Key. */
  readonly keyHash: Buffer;
  /** What this request is about to make. */
  readonly subjectId: string;
}

/**
 * Takes an Idempotency-Key for what this transaction makes. Null when it was free; else the id of what the first
 * request made. Two requests at once wait for each other here, so that only one makes something.
 */
export async function claimIdempotencyKey(
  transaction: OrganizationTransaction,
  request: IdempotentRequest,
): Promise<string | null> {
  const { organizationId, operation, keyHash, subjectId } = request;
  const claimed = await transaction.$executeRaw`
    INSERT INTO idempotency_record (organization_id, operation, key_hash, subject_id)
    VALUES (${organizationId}::uuid, ${operation}, ${keyHash}, ${subjectId}::uuid)
    ON CONFLICT DO NOTHING`;
  if (claimed === 1) return null;
  const first = await transaction.idempotencyRecord.findUniqueOrThrow({
    where: {
      organizationId_operation_keyHash: { organizationId, operation, keyHash: new Uint8Array(keyHash) },
    },
  });
  return first.subjectId;
}
