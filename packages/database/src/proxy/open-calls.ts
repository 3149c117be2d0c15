import type pg from "pg";
import { z } from "zod";
import type { OpenCallRecord, ProxyDatabase } from "./proxy-database.ts";

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const openCallRow = z.object({
  organization_id: z.string(),
  call_id: z.string(),
  vault_key_id: z.string(),
  credential_id: z.string(),
  vendor: z.string(),
  endpoint: z.string(),
  path: z.string(),
  state: z.enum(["accrued", "unknown"]),
  held_micros: z.string().transform((text) => BigInt(text)),
  vendor_txn_id: z.string().nullable(),
  request: z.record(z.string(), z.unknown()),
  called_at: z.date(),
});

export async function openCalls(
  pool: pg.Pool,
  { vendors, olderThanMs, after, limit }: Parameters<ProxyDatabase["openCalls"]>[0],
): Promise<readonly OpenCallRecord[]> {
  const { rows } = await pool.query(
    "SELECT * FROM open_calls_v1($1, make_interval(secs => $2::float8 / 1000), $3, $4)",
    [vendors, olderThanMs, after ?? FIRST_ID, limit],
  );
  return rows.map((unread) => {
    const row = openCallRow.parse(unread);
    return {
      organizationId: row.organization_id,
      callId: row.call_id,
      vaultKeyId: row.vault_key_id,
      credentialId: row.credential_id,
      vendor: row.vendor,
      endpoint: row.endpoint,
      path: row.path,
      state: row.state,
      heldMicros: row.held_micros,
      transactionId: row.vendor_txn_id,
      request: row.request,
      calledAt: row.called_at,
    };
  });
}
