import { listCurrencyRates, type OrganizationTransaction } from "@keybrake/database";
import { type CustomVendor, type StoredKeyRules, shippedRates, storeCustomVendor } from "@keybrake/policy";
import { done, invalid, type Result } from "../../problems.ts";
import type { Terms } from "./terms.ts";

export interface PinInput {
  readonly organizationId: string;
  readonly marginBps: number;
  readonly allowedEndpoints: readonly string[];
  readonly terms: Terms;
  /** Of the key's vendor, where the organization made it. */
  readonly definition: CustomVendor | undefined;
}

/**
 * The rules that go into the key, with the rates of this moment: the organization's own, else the shipped ones. They
 * are pinned, so that a hold and its settlement are reckoned alike however rates are edited in between; and so is the
 * definition of a vendor of one's own.
 */
export async function pinRules(
  transaction: OrganizationTransaction,
  { organizationId, marginBps, allowedEndpoints, terms, definition }: PinInput,
): Promise<Result<StoredKeyRules>> {
  const rates = new Map(Object.entries(shippedRates));
  for (const own of await listCurrencyRates(transaction, organizationId))
    rates.set(own.currency, own.rateMicros);

  const wanted = terms.currencies ?? [...rates.keys()];
  const without = wanted.flatMap((currency, index) => (rates.has(currency) ? [] : [index]));
  if (without.length > 0) {
    return invalid(
      without.map((index) => ({
        path: `currencies[${index}]`,
        message: "This currency has no rate: set one first, with PUT /currency-rates.",
      })),
    );
  }
  // What the ledger counts in always converts, even where it may not be charged.
  const pinned = new Set(["usd", ...wanted]);
  return done({
    allowedEndpoints: [...allowedEndpoints],
    assumedCallMicros: terms.assumedCallMicros?.toString() ?? null,
    currencies: terms.currencies === undefined ? null : [...terms.currencies],
    stripeAccounts: [...(terms.stripeAccounts ?? [])],
    rates: Object.fromEntries(
      [...rates]
        .filter(([currency]) => pinned.has(currency))
        .map(([currency, rate]) => [currency, String(rate)]),
    ),
    marginBps,
    ...(definition === undefined ? {} : { customVendor: storeCustomVendor(definition) }),
  });
}
