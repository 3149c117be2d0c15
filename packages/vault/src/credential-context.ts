/**
 * What a sealed credential is bound to. Whoever opens it must name the same six values: a row copied to another
 * organization, a vendor pointed at another origin or an older version put back does not open.
 */
export interface CredentialContext {
  readonly organizationId: string;
  readonly vendor: string;
  readonly origin: string;
  /** How the vendor takes the secret, so that it cannot be moved into a header that the vendor echoes. */
  readonly attachment: string;
  readonly credentialId: string;
  /** Counts from 1; one more each time the secret is typed in anew. */
  readonly version: number;
}

const FIELD_LENGTH_MAX = 2_048;

/**
 * The associated data: each field as its length in four bytes (big endian) and its UTF-8, so that no character can
 * move from one field to the next. Null when a field is empty, longer than 2,048 bytes or no well-formed text, or the
 * version is no positive integer.
 */
export function encodeContext(context: CredentialContext): Buffer | null {
  if (!Number.isSafeInteger(context.version) || context.version < 1) return null;
  const { organizationId, vendor, origin, attachment, credentialId, version } = context;
  const parts: Buffer[] = [];
  for (const field of [organizationId, vendor, origin, attachment, credentialId, String(version)]) {
    const bytes = Buffer.from(field, "utf8");
    if (bytes.length === 0 || bytes.length > FIELD_LENGTH_MAX) return null;
    // A lone surrogate is written as U+FFFD: two different texts would become the same bytes.
    if (bytes.toString("utf8") !== field) return null;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  }
  return Buffer.concat(parts);
}
