import {
  type CustomPrice,
  convertToMicros,
  type KeyRules,
  largestMicros,
  type Refusal,
} from "@keybrake/policy";
import type { FormTree } from "../form.ts";
import type { PriceBasis } from "../pricing.ts";
import { currencyExponent } from "./currency.ts";

export type AmountPrice = Extract<CustomPrice, { kind: "amount" }>;

export type Reckoned =
  | { readonly ok: true; readonly micros: bigint; readonly basis: PriceBasis; readonly amount: string }
  | { readonly ok: false; readonly refusal: Refusal<"denied_request" | "denied_currency"> };

/** Decimals that an amount in major units may have, more than any currency: the price is rounded up, never cut. */
const decimalsMax = 6;
const minorAmount = /^(0|[1-9][0-9]{0,11})$/;
const majorAmount = /^(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,6}))?$/;

/** What the fields of a request say that it costs. What they do not say plainly is refused, never free. */
export function reckon(price: AmountPrice, fields: FormTree, rules: KeyRules): Reckoned {
  const amount = textAt(fields, price.amount);
  if (!amount.ok) return refuse(amount.why);
  const code =
    typeof price.currency === "string"
      ? ({ ok: true, text: price.currency } as const)
      : textAt(fields, price.currency);
  if (!code.ok) return refuse(code.why);
  if (!/^[A-Za-z]{3}$/.test(code.text)) return refuse("Write the currency as a three-letter ISO code.");
  return convert(price, { amount: amount.text, currency: code.text.toLowerCase() }, rules);
}

function convert(
  { unit }: AmountPrice,
  { amount, currency }: { readonly amount: string; readonly currency: string },
  rules: KeyRules,
): Reckoned {
  const exponent = unit === "minor" ? currencyExponent(currency) : decimalsMax;
  const units = unit === "minor" ? readMinor(amount) : readMajor(amount);
  if (units === null) {
    return refuse(
      unit === "minor"
        ? "Write the amount as a whole number of the currency's minor unit: 1 to 12 plain digits."
        : `Write the amount as plain digits with at most ${decimalsMax} decimals after a point.`,
    );
  }
  if (units === 0n) return refuse("The amount is 0: what such a call costs is not said.");
  if (rules.currencies !== null && !rules.currencies.includes(currency)) {
    return refuse(`This key was not issued for charges in ${currency}.`, "denied_currency");
  }
  const rateMicros = Object.hasOwn(rules.rates, currency) ? rules.rates[currency] : undefined;
  if (rateMicros === undefined || rateMicros === 0n) {
    const message = `This key has no exchange rate for ${currency}, so its caps cannot count it.`;
    return refuse(message, "denied_currency");
  }
  const marginBps = currency === "usd" ? 0 : rules.marginBps;
  const micros = convertToMicros({ amountMinor: units, exponent, rateMicros, marginBps });
  if (micros > largestMicros) return refuse("The amount is more than a billion US dollars.");
  const amountMinor = toMinor(units, exponent - currencyExponent(currency));
  return { ok: true, micros, basis: { currency, amountMinor, rateMicros, marginBps }, amount };
}

const readMinor = (text: string): bigint | null => (minorAmount.test(text) ? BigInt(text) : null);

/** In units of the sixth decimal. */
function readMajor(text: string): bigint | null {
  const [match, whole, decimals = ""] = majorAmount.exec(text) ?? [];
  return match === undefined ? null : BigInt(`${whole}${decimals.padEnd(decimalsMax, "0")}`);
}

/** Rounded up, for the row that people read; the price itself is reckoned from the exact amount. */
function toMinor(units: bigint, decimalsFiner: number): bigint {
  const divisor = 10n ** BigInt(decimalsFiner);
  return (units + divisor - 1n) / divisor;
}

type Found = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/**
 * The text at a path of names. A sibling whose name some server takes for the same one (`Amount` in Go, `unit.price` for
 * `unit_price` in PHP) makes it say two things, and it is refused.
 */
function textAt(fields: FormTree, path: readonly string[]): Found {
  const missing = `This endpoint needs the field ${path.join(".")}, as a single value.`;
  let at: string | FormTree | undefined = fields;
  for (const name of path) {
    if (at === undefined || typeof at === "string") return { ok: false, why: missing };
    const bare = bareName(name);
    for (const key of at.keys()) {
      if (key !== name && bareName(key) === bare) {
        return { ok: false, why: `Beside ${name} stands another field that a server may take for it.` };
      }
    }
    at = at.get(name);
  }
  if (typeof at === "string" && at !== "") return { ok: true, text: at };
  return { ok: false, why: missing };
}

const bareName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "");

const refuse = (
  message: string,
  verdict: "denied_request" | "denied_currency" = "denied_request",
): Extract<Reckoned, { ok: false }> => ({ ok: false, refusal: { verdict, message } });
