import type { PriceBook } from "../../pricing.ts";
import type { Form } from "../form.ts";

/** What a request can cost, as far as the request and the price book tell. */
export type Cost =
  | {
      readonly is: "micros";
      readonly micros: bigint;
      /** For the audit row: what it was reckoned from. */
      readonly basis: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly is: "free" }
  /** `why` is a whole sentence, for the person or the model that reads the refusal. */
  | { readonly is: "unknown"; readonly why: string }
  /** Twilio would refuse it, or could read it in another way than we do. */
  | { readonly is: "malformed"; readonly why: string };

export const free: Cost = { is: "free" };
export const unknown = (why: string): Cost => ({ is: "unknown", why });
export const malformed = (why: string): Cost => ({ is: "malformed", why });

/** The dearest of a kind of item over countries. Null where the book lacks one of them and has no `kind:*` either. */
export function dearest(prices: PriceBook, kind: string, countries: readonly string[]): bigint | null {
  let most = 0n;
  for (const country of countries) {
    const price = prices.get(`${kind}:${country}`) ?? prices.get(`${kind}:*`);
    if (price === undefined) return null;
    if (price > most) most = price;
  }
  return most;
}

/** One item of the book, as the whole cost. */
export function itemCost(prices: PriceBook, item: string): Cost {
  const micros = prices.get(item);
  return micros === undefined ? notInBook(item) : { is: "micros", micros, basis: { item } };
}

export const notInBook = (item: string): Cost =>
  unknown(`The price book of this credential has no "${item}".`);

/** Of a number with several countries the book must have them all. */
export const notInBookFor = (kind: string, countries: readonly string[]): Cost =>
  notInBook(`${kind}:${countries.length === 1 ? countries[0] : "*"}`);

export const noCountry: Cost = unknown(
  "The number is in no country that Keybrake knows a price for: a satellite phone, a premium number or a new area code.",
);

/** `true` and `false` as Twilio's SDKs write them; null for anything else. */
export function flagOf(form: Form, name: string): boolean | null {
  const text = form.get(name)?.[0];
  if (text === undefined || text === "false") return false;
  return text === "true" ? true : null;
}

/** The first field that is not in `known`, or null. */
export function firstOther(form: Form, known: ReadonlySet<string>): string | null {
  for (const name of form.keys()) if (!known.has(name)) return name;
  return null;
}
