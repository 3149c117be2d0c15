import type { Conversion } from "./money.ts";
import { type Parsed, parsed, unparsed } from "./parsed.ts";
import type { KeyRules } from "./rules.ts";

/** Dollars are what the caps are in: no rate, and never a margin. */
const usdConversion: Conversion = { rateMicros: 1_000_000n, marginBps: 0 };

/**
 * How a vault key converts a currency: by the rate that was pinned when it was issued, so that a call settles at
 * the rate it was held at.
 * @param currency ISO code in small letters.
 */
export function conversionOf(
  rules: Pick<KeyRules, "currencies" | "rates" | "marginBps">,
  currency: string,
): Parsed<Conversion> {
  if (rules.currencies !== null && !rules.currencies.includes(currency)) {
    return unparsed(
      `This vault key may not charge in ${currency}; it may charge in ${rules.currencies.join(", ")}.`,
    );
  }
  if (currency === "usd") return parsed(usdConversion);
  const rateMicros = Object.hasOwn(rules.rates, currency) ? rules.rates[currency] : undefined;
  return rateMicros === undefined
    ? unparsed(
        `This vault key has no exchange rate for ${currency}, so its dollar caps cannot judge the call.`,
      )
    : parsed({ rateMicros, marginBps: rules.marginBps });
}
