import type { OrganizationTransaction } from "./app-database.ts";

/** What one of an item costs under a credential, where that is not what is shipped. */
export interface PriceRecord {
  readonly item: string;
  readonly micros: bigint;
  readonly source: "edited" | "fetched";
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface PriceListState {
  readonly fetchedAt: Date;
  readonly error: string | null;
}

/** An organization's credential. */
export interface CredentialOf {
  readonly organizationId: string;
  readonly credentialId: string;
}

export async function listPrices(
  transaction: OrganizationTransaction,
  of: CredentialOf,
): Promise<{ readonly prices: readonly PriceRecord[]; readonly list: PriceListState | null }> {
  const [rows, list] = await Promise.all([
    transaction.price.findMany({
      where: { ...of },
      select: { item: true, micros: true, source: true, updatedAt: true, updatedBy: true },
    }),
    transaction.priceList.findUnique({
      where: { organizationId_credentialId: { ...of } },
      select: { fetchedAt: true, error: true },
    }),
  ]);
  const prices = rows.map((row) => ({
    ...row,
    source: row.source === "edited" ? ("edited" as const) : ("fetched" as const),
  }));
  return { prices, list };
}

/** Sets prices by hand, which the vendor's own list then leaves alone. */
export async function setPrices(
  transaction: OrganizationTransaction,
  { organizationId, credentialId }: CredentialOf,
  { prices, updatedBy }: { readonly prices: ReadonlyMap<string, bigint>; readonly updatedBy: string },
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO price (organization_id, credential_id, item, micros, source, updated_by)
    SELECT ${organizationId}::uuid, ${credentialId}::uuid, t.item, t.micros, 'edited', ${updatedBy}
    FROM unnest(${[...prices.keys()]}::text[], ${[...prices.values()]}::bigint[]) AS t (item, micros)
    ON CONFLICT (organization_id, credential_id, item) DO UPDATE
      SET micros = excluded.micros, source = 'edited', updated_at = clock_timestamp(), updated_by = excluded.updated_by`;
}

/** Forgets what was set by hand or fetched: the next fetch, or what is shipped, counts again. */
export async function unsetPrices(
  transaction: OrganizationTransaction,
  of: CredentialOf,
  items: readonly string[],
): Promise<void> {
  await transaction.price.deleteMany({ where: { ...of, item: { in: [...items] } } });
}
