/** Currencies without decimals, and with three (ISO 4217); all others have two. */
const zeroDecimal = new Set("bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd vuv xaf xof xpf".split(" "));
const threeDecimal = new Set("bhd iqd jod kwd lyd omr tnd".split(" "));

/** Decimal places of a currency, in lower case. */
export function currencyExponent(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** Shopify writes currencies in capitals (https://shopify.dev/docs/api/admin-graphql/latest/enums/CurrencyCode). */
export const readCurrency = (text: string | null): string | null =>
  text !== null && /^[A-Z]{3}$/.test(text) ? text.toLowerCase() : null;

const plainDecimal = /^(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,10}))?$/;

/** An amount as Shopify writes it, in major units; null for any other spelling: no sign, exponent, space or comma. */
export function readDecimal(text: string): Decimal | null {
  const [, whole, decimals = ""] = plainDecimal.exec(text) ?? [];
  if (whole === undefined) return null;
  const places = decimals.replace(/0+$/, "");
  return { digits: BigInt(whole + places), places: places.length };
}

/** An exact decimal: `digits` divided by ten to the power of `places`. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** An amount in minor units; null for one that is finer, which Shopify would round in a way that nobody can price. */
export function minorUnits({ digits, places }: Decimal, currency: string): bigint | null {
  const exponent = currencyExponent(currency);
  return places > exponent ? null : digits * 10n ** BigInt(exponent - places);
}
