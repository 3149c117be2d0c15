import { listPrices, type OrganizationTransaction, readCredential } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { findVendor } from "@keybrake/vendors";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { instantOut, showTime } from "../../fields/time.ts";

const price = z.object({
  item: z.string().describe("What is paid for, in the vendor's own terms: `sms:US`."),
  title: z.string(),
  usd: usdOut.describe("For one of it."),
  source: z
    .enum(["shipped", "fetched", "edited"])
    .describe("With the product, from the vendor's own price list, or by a person."),
  updated_at: instantOut.nullable().describe("Null for a shipped price."),
  updated_by: z.string().nullable(),
});

export const priceListFields = {
  data: z.array(price),
  next_cursor: z.null(),
  fetched_at: instantOut.nullable().describe("When the vendor's own list was last asked for."),
  fetch_error: z.string().nullable(),
};

const output = z.object(priceListFields);
type PriceList = z.input<typeof output>;

/** Every price that a credential's calls are held at; null where there is no such credential. */
export async function showPriceList(
  transaction: OrganizationTransaction,
  organizationId: string,
  credentialId: string,
): Promise<PriceList | null> {
  const credential = await readCredential(transaction, organizationId, credentialId);
  if (credential === null) return null;
  const { prices, list } = await listPrices(transaction, { organizationId, credentialId });
  const shipped = findVendor(credential.vendor)?.priceItems ?? [];
  const titles = new Map(shipped.map(({ item, title }) => [item, title]));
  const own = new Set(prices.map(({ item }) => item));
  const data = [
    ...prices.map(({ item, micros, source, updatedAt, updatedBy }) => ({
      item,
      title: titles.get(item) ?? item,
      usd: formatUsd(micros),
      source,
      updated_at: updatedAt.toISOString(),
      updated_by: updatedBy,
    })),
    ...shipped
      .filter(({ item }) => !own.has(item))
      .map(({ item, title, micros }) => ({
        item,
        title,
        usd: formatUsd(micros),
        source: "shipped" as const,
        updated_at: null,
        updated_by: null,
      })),
  ].sort((a, b) => (a.item < b.item ? -1 : 1));
  return {
    data,
    next_cursor: null,
    fetched_at: showTime(list?.fetchedAt ?? null),
    fetch_error: list?.error ?? null,
  };
}
