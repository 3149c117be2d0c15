import type { OrganizationTransaction } from "./app-database.ts";

/** A rate that an organization set for itself. */
export interface CurrencyRateRecord {
  /** Lower-case ISO 4217 code. */
  readonly currency: string;
  /** Micro-dollars per major unit (1 EUR, 1 JPY). */
  readonly rateMicros: bigint;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export async function listCurrencyRates(
  transaction: OrganizationTransaction,
  organizationId: string,
): Promise<CurrencyRateRecord[]> {
  return transaction.currencyRate.findMany({
    where: { organizationId },
    select: { currency: true, rateMicros: true, updatedAt: true, updatedBy: true },
  });
}

/** Sets a rate for keys issued from now on; those issued before keep the rate that they were issued with. */
export async function setCurrencyRate(
  transaction: OrganizationTransaction,
  rate: {
    readonly organizationId: string;
    readonly currency: string;
    readonly rateMicros: bigint;
    readonly updatedBy: string;
  },
): Promise<CurrencyRateRecord> {
  const { organizationId, currency, rateMicros, updatedBy } = rate;
  const [row] = await transaction.$queryRaw<
    Array<{ currency: string; rate_micros: bigint; updated_at: Date; updated_by: string }>
  >`
    INSERT INTO currency_rate (organization_id, currency, rate_micros, updated_by)
    VALUES (${organizationId}::uuid, ${currency}, ${rateMicros}, ${updatedBy})
    ON CONFLICT (organization_id, currency) DO UPDATE
      SET rate_micros = excluded.rate_micros, updated_at = clock_timestamp(), updated_by = excluded.updated_by
    RETURNING currency, rate_micros, updated_at, updated_by`;
  if (row === undefined) throw new Error("setting a currency rate returned no row");
  return { currency, rateMicros: row.rate_micros, updatedAt: row.updated_at, updatedBy: row.updated_by };
}
