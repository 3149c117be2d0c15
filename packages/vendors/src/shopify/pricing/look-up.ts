import type { VendorAnswer } from "../../outcome.ts";
import type { LookUp } from "../../pricing.ts";
import { type Decimal, minorUnits, readCurrency, readDecimal } from "../currency.ts";
import { operationsEndpoint } from "../document.ts";
import { findOperation } from "../endpoints.ts";
import { originOf } from "../outgoing.ts";
import type { Asked, Money, Part, Total } from "./cost.ts";

const bag = "{ presentmentMoney { amount currencyCode } }";
const orderFields = `{ presentmentCurrencyCode totalReceivedSet ${bag} totalRefundedSet ${bag} totalOutstandingSet ${bag} totalCapturableSet ${bag} }`;

/** Root field and selection for each thing that is asked about. */
const questions = {
  order: { field: "order", selection: orderFields },
  draft: { field: "draftOrder", selection: `{ totalPriceSet ${bag} }` },
  fulfillment: { field: "node", selection: `{ ... on FulfillmentOrder { order ${orderFields} } }` },
} as const;

/** Everything that the parts of one call need to know, each thing asked about once. */
export function thingsAsked(parts: readonly Part[]): Asked[] {
  const things = new Map<string, Asked>();
  for (const part of parts) if (part.is !== "money") things.set(keyOf(part.of), part.of);
  return [...things.values()];
}

const keyOf = (of: Asked): string => (of.about === "shop" ? "shop" : of.id);

/** One query for all of it, to the same version of the API as the call itself. */
export function lookUp(things: readonly Asked[], { store, path }: { store: string; path: string }): LookUp {
  const variables: Record<string, string> = {};
  const names = new Set<string>();
  const selections = things.map((thing, index) => {
    if (thing.about === "shop") {
      names.add("shop");
      return `a${index}: shop { currencyCode }`;
    }
    const { field, selection } = questions[thing.about];
    variables[`i${index}`] = thing.id;
    names.add(field);
    return `a${index}: ${field}(id: $i${index}) ${selection}`;
  });
  const declared = Object.keys(variables).map((name) => `$${name}: ID!`);
  const head = declared.length === 0 ? "query KeybrakePrice" : `query KeybrakePrice(${declared.join(", ")})`;
  const operations = [...names].sort().flatMap((name) => findOperation(`QUERY ${name}`) ?? []);
  return {
    endpoint: operationsEndpoint(operations),
    outgoing: {
      origin: originOf(store),
      method: "POST",
      target: `${path.split("/").slice(0, 4).join("/")}/graphql.json`,
      headers: [
        ["content-type", "application/json"],
        ["accept", "application/json"],
      ],
      body: Buffer.from(JSON.stringify({ query: `${head} { ${selections.join(" ")} }`, variables })),
    },
  };
}

/** What the store said of each thing, by the thing's key; null when it did not say. */
export type Facts = ReadonlyMap<string, unknown>;

export function readFacts(things: readonly Asked[], answer: VendorAnswer | null): Facts | null {
  if (answer === null || answer.status !== 200 || answer.body === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.body.toString("utf8"));
  } catch {
    return null;
  }
  const data = at(parsed, "data");
  return new Map(things.map((thing, index) => [keyOf(thing), at(data, `a${index}`)]));
}

/** A part's money by what the store said; null where it did not, or in a way that is not understood. */
export function moneysOf(part: Part, facts: Facts): readonly Money[] | null {
  if (part.is === "money") return part.moneys;
  const fact = facts.get(keyOf(part.of));
  const about = part.of.about === "fulfillment" ? at(fact, "order") : fact;
  const money = part.is === "amount" ? inCurrencyOf(about, part) : totalOf(about, part);
  return money === null ? null : [money];
}

function inCurrencyOf(fact: unknown, { amount, of }: Extract<Part, { is: "amount" }>): Money | null {
  const code = at(fact, of.about === "shop" ? "currencyCode" : "presentmentCurrencyCode");
  return moneyFrom(amount, code);
}

function totalOf(fact: unknown, { total, of }: Extract<Part, { is: "total" }>): Money | null {
  if (of.about === "draft") return bagAt(fact, "totalPriceSet");
  if (total !== "refundable") return bagAt(fact, totalFields[total]);
  const received = bagAt(fact, "totalReceivedSet");
  const refunded = bagAt(fact, "totalRefundedSet");
  if (received === null || refunded === null || received.currency !== refunded.currency) return null;
  const left = received.amountMinor - refunded.amountMinor;
  return { currency: received.currency, amountMinor: left > 0n ? left : 0n };
}

const totalFields: Readonly<Record<Exclude<Total, "refundable">, string>> = {
  outstanding: "totalOutstandingSet",
  capturable: "totalCapturableSet",
};

function bagAt(fact: unknown, name: string): Money | null {
  const money = at(at(fact, name), "presentmentMoney");
  const amount = at(money, "amount");
  return moneyFrom(typeof amount === "string" ? readDecimal(amount) : null, at(money, "currencyCode"));
}

function moneyFrom(amount: Decimal | null, code: unknown): Money | null {
  const currency = readCurrency(typeof code === "string" ? code : null);
  if (amount === null || currency === null) return null;
  const amountMinor = minorUnits(amount, currency);
  return amountMinor === null ? null : { amountMinor, currency };
}

/** A member of a JSON object; undefined where there is none. */
function at(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
