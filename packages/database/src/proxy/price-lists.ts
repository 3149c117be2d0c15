import type pg from "pg";
import { z } from "zod";
import type { PriceListRecord, ProxyDatabase } from "./proxy-database.ts";

const priceListRow = z.object({ organization_id: z.string(), credential_id: z.string(), vendor: z.string() });

export async function stalePriceLists(
  pool: pg.Pool,
  { vendors, olderThanMs, limit }: Parameters<ProxyDatabase["stalePriceLists"]>[0],
): Promise<readonly PriceListRecord[]> {
  const { rows } = await pool.query(
    "SELECT * FROM stale_price_lists_v1($1, make_interval(secs => $2::float8 / 1000), $3)",
    [vendors, olderThanMs, limit],
  );
  return rows.map((unread) => {
    const row = priceListRow.parse(unread);
    return { organizationId: row.organization_id, credentialId: row.credential_id, vendor: row.vendor };
  });
}

export async function notePriceList(
  pool: pg.Pool,
  { organizationId, credentialId }: PriceListRecord,
  { prices, error }: Parameters<ProxyDatabase["notePriceList"]>[1],
): Promise<void> {
  await pool.query("SELECT note_price_list_v1($1, $2, $3, $4, $5)", [
    organizationId,
    credentialId,
    [...prices.keys()],
    [...prices.values()],
    error,
  ]);
}
