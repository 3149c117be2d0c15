/**
 * Currencies whose smallest unit is the whole one: those of ISO 4217 without decimals, and those that processors count
 * so though the standard does not. Reading too few decimals only prices too high.
 */
const noDecimals = new Set(
  "bif clp djf gnf isk jpy kmf krw mga mru pyg rwf ugx uyi vnd vuv xaf xof xpf".split(" "),
);

/** ISO 4217. */
const threeDecimals = new Set("bhd iqd jod kwd lyd omr tnd".split(" "));

/** Decimal places between a currency's minor unit and the major one. */
export function currencyExponent(currency: string): number {
  if (noDecimals.has(currency)) return 0;
  return threeDecimals.has(currency) ? 3 : 2;
}
