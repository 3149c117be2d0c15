import { type Decimal, minorUnits, readCurrency, readDecimal } from "../currency.ts";
import { isObject, type Value, type ValueObject } from "../graphql/value.ts";

/** An amount in a currency's minor units; codes are lower case. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What only the store knows. Ids are gids. */
export type Asked =
  | { readonly about: "shop" }
  | { readonly about: "order"; readonly id: string }
  | { readonly about: "draft"; readonly id: string }
  | { readonly about: "fulfillment"; readonly id: string };

/** What an order still holds: what can be given back, is owed, or was authorized. */
export type Total = "refundable" | "outstanding" | "capturable";

/** One movement of a call; all of a call's are summed. */
export type Part =
  /** Several where one movement is told in two currencies: the larger counts. */
  | { readonly is: "money"; readonly moneys: readonly Money[] }
  /** The amount is known, its currency is the order's (as its customer sees it) or the shop's. */
  | { readonly is: "amount"; readonly amount: Decimal; readonly of: Asked }
  | { readonly is: "total"; readonly total: Total; readonly of: Asked };

export type Cost =
  | { readonly is: "parts"; readonly parts: readonly Part[] }
  /** `why` is a whole sentence, for the person or the model that reads the refusal. */
  | { readonly is: "unknown"; readonly why: string }
  /** Shopify would refuse it, or could read it in another way than we do. */
  | { readonly is: "malformed"; readonly why: string };

export type CostRule = (input: ValueObject) => Cost;

export const free: Cost = { is: "parts", parts: [] };
export const unknown = (why: string): Cost => ({ is: "unknown", why });
export const malformed = (why: string): Cost => ({ is: "malformed", why });
export const total = (which: Total, of: Asked | null): Cost =>
  of === null ? malformed(NO_ID) : { is: "parts", parts: [{ is: "total", total: which, of }] };

const NO_ID = 'Name the object by its id, such as "gid://shopify/Order/1001".';
const NO_AMOUNT =
  'Write each amount as a decimal above 0 in major units, such as "12.50", and no finer than its currency.';
const NO_CURRENCY = "Write each currency as a three-letter ISO code in capitals beside its amount.";

/** All of several costs; the first that is not parts is what the sum is. */
export function sum(costs: readonly Cost[]): Cost {
  const parts: Part[] = [];
  for (const cost of costs) {
    if (cost.is !== "parts") return cost;
    parts.push(...cost.parts);
  }
  return { is: "parts", parts };
}

/** An amount above 0. */
function amountOf(value: Value | undefined): Decimal | null {
  const amount = typeof value === "string" ? readDecimal(value) : null;
  return amount === null || amount.digits === 0n ? null : amount;
}

/** An amount with its currency, as they stand in the request. */
export function moneyOf(amount: Value | undefined, currency: Value | undefined): Cost {
  const read = amountOf(amount);
  if (read === null) return malformed(NO_AMOUNT);
  const code = readCurrency(typeof currency === "string" ? currency : null);
  if (code === null) return malformed(NO_CURRENCY);
  const amountMinor = minorUnits(read, code);
  if (amountMinor === null) return malformed(NO_AMOUNT);
  return { is: "parts", parts: [{ is: "money", moneys: [{ amountMinor, currency: code }] }] };
}

/** A `MoneyInput`: amount and currencyCode. */
export function moneyInput(value: Value | undefined): Cost {
  return isObject(value) ? moneyOf(value.get("amount"), value.get("currencyCode")) : malformed(NO_AMOUNT);
}

/** A `MoneyBagInput`: one amount in the shop's currency and in the customer's. */
export function moneyBag(value: Value | undefined): Cost {
  if (!isObject(value)) return malformed(NO_AMOUNT);
  const given = ["shopMoney", "presentmentMoney"].flatMap((name) => value.get(name) ?? []);
  const cost = given.length === 0 ? malformed(NO_AMOUNT) : sum(given.map(moneyInput));
  if (cost.is !== "parts") return cost;
  const moneys = cost.parts.flatMap((part) => (part.is === "money" ? part.moneys : []));
  return { is: "parts", parts: [{ is: "money", moneys }] };
}

/** An amount in a currency that is given, or else is that of `of`. */
export function amountIn(amount: Value | undefined, currency: Value | undefined, of: Asked | null): Cost {
  if (currency !== undefined && currency !== null) return moneyOf(amount, currency);
  const read = amountOf(amount);
  if (read === null) return malformed(NO_AMOUNT);
  if (of === null) return malformed(NO_ID);
  return { is: "parts", parts: [{ is: "amount", amount: read, of }] };
}

const gidTypes = { order: "Order", draft: "DraftOrder", fulfillment: "FulfillmentOrder" } as const;

/** Something to ask about by its gid, or by the number that REST writes in its place. */
export function asked(about: keyof typeof gidTypes, id: Value | undefined): Asked | null {
  if (typeof id !== "string") return null;
  const start = `gid://shopify/${gidTypes[about]}/`;
  const number = id.startsWith(start) ? id.slice(start.length) : id;
  return /^[1-9][0-9]{0,19}$/.test(number) ? { about, id: start + number } : null;
}
