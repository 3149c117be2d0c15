import { createHash } from "node:crypto";

const ID_BYTES = 16;
const SEAL_BYTES = 8;

/**
 * Where a page of a list ends: the last id, and a digest over the list's name and filters, so that a cursor that was
 * altered or is given to another list or other filters is refused and does not silently skip rows. It carries no
 * rights: what it points past is read under the caller's own organization.
 */
export function writeCursor(list: string, filters: object, lastId: string): string {
  const id = Buffer.from(lastId.replaceAll("-", ""), "hex");
  return Buffer.concat([id, digest(list, filters, id)]).toString("base64url");
}

/** The id to read on from; null when this cursor does not belong to this list with these filters. */
export function readCursor(list: string, filters: object, cursor: string): string | null {
  const bytes = Buffer.from(cursor, "base64url");
  // Node's decoder skips foreign characters; only the one canonical spelling counts.
  if (bytes.length !== ID_BYTES + SEAL_BYTES || bytes.toString("base64url") !== cursor) return null;
  const id = bytes.subarray(0, ID_BYTES);
  if (!digest(list, filters, id).equals(bytes.subarray(ID_BYTES))) return null;
  return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function digest(list: string, filters: object, id: Buffer): Buffer {
  const said = JSON.stringify([list, Object.entries(filters).sort()], (_, value) =>
    // Amounts, which JSON does not know.
    typeof value === "bigint" ? `${value}n` : value,
  );
  const hash = createHash("sha256").update(said);
  return hash.update(id).digest().subarray(0, SEAL_BYTES);
}
