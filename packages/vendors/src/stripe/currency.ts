import type { FormTree, FormValue } from "../form.ts";

/** Currencies whose API amounts count whole units (https://docs.stripe.com/currencies#zero-decimal). */
const zeroDecimal = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split(" "));

/** Currencies whose API amounts count thousandths, and whose last digit must be 0 (#three-decimal). */
const threeDecimal = new Set("bhd jod kwd omr tnd".split(" "));

/** A currency code in lower case, or null. Forms are lowered before they are judged; see `lowerCurrencies`. */
export const readCurrency = (text: string): string | null => (/^[a-z]{3}$/.test(text) ? text : null);

/**
 * Decimal places between Stripe's minor unit and the major unit. UGX counts as zero-decimal, as Stripe's list has
 * it, although its special case wants two places: reading too few only prices too high.
 */
export function currencyExponent(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** The multiple of which an amount must be: Stripe rounds what is finer, in a way that nobody can price. */
export function amountStep(currency: string): bigint {
  if (threeDecimal.has(currency)) return 10n;
  return currency === "isk" ? 100n : 1n;
}

/** The same parameters with every currency in lower case, so that what is judged and what is sent are one text. */
export function lowerCurrencies(tree: FormTree): FormTree {
  let lowered: Map<string, FormValue> | null = null;
  for (const [name, value] of tree) {
    const changed =
      typeof value === "string"
        ? name === "currency"
          ? value.toLowerCase()
          : value
        : name === "metadata"
          ? value
          : lowerCurrencies(value);
    if (changed === value) continue;
    lowered ??= new Map(tree);
    lowered.set(name, changed);
  }
  return lowered ?? tree;
}
