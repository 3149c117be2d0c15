import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { isCurrency } from "./currencies.ts";
import { isDecimal } from "./decimals.ts";
import { newId } from "./ids.ts";
import type { Params } from "./params.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { Reply, WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";

export interface Price {
  readonly id: string;
  readonly created: number;
  readonly active: boolean;
  readonly currency: string;
  /** Minor units, with up to twelve decimal places. */
  readonly unitAmount: string;
  readonly product: string;
  readonly recurring: Recurring | null;
  /** Unit amounts in other currencies, by which a payer may pay instead. */
  readonly otherCurrencies: Readonly<Record<string, string>>;
  readonly nickname: string | null;
  readonly lookupKey: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Recurring {
  readonly interval: string;
  readonly intervalCount: number;
}

export const priceKind: Kind<Price> = { object: "price", prefix: "price_", render: renderPrice };

const intervals = ["day", "week", "month", "year"] as const;

/** The price that `price_data` describes; kept nowhere. Its product is the one it names, or a new one. */
export function readPriceData(call: Call, data: Params): Price {
  return readPrice(call, data, data.text("product") ?? newId("prod_", 14));
}

/** The price that these parameters describe, for a product; reports what is wrong with them. */
export function readPrice(call: Call, data: Params, product: string): Price {
  const recurring = data.nested("recurring");
  const whole = data.integer("unit_amount");
  const exact = data.text("unit_amount_decimal") ?? String(whole ?? "");
  if (!isDecimal(exact)) {
    data.report(
      "unit_amount",
      "parameter_missing",
      "You must specify one of unit_amount or unit_amount_decimal.",
    );
  }
  return {
    id: newId("price_"),
    created: call.now,
    active: true,
    currency: data.requiredCurrency(),
    unitAmount: exact,
    product,
    recurring: recurring && {
      interval: recurring.oneOf("interval", intervals) ?? recurring.required("interval"),
      intervalCount: recurring.amount("interval_count") ?? 1,
    },
    otherCurrencies: readOtherCurrencies(data),
    nickname: data.text("nickname"),
    lookupKey: data.text("lookup_key"),
    metadata: data.metadata(),
  };
}

function readOtherCurrencies(data: Params): Readonly<Record<string, string>> {
  const options = data.nested("currency_options");
  const codes = Object.keys(options?.record ?? {}).filter((code) => isCurrency(code));
  return Object.fromEntries(
    codes.map((code) => [code, options?.nested(code)?.text("unit_amount") ?? "0"] as const),
  );
}

function createPrice(call: Call): Reply {
  const { params } = call;
  const product = params.text("product") ?? (params.has("product_data") ? newId("prod_", 14) : null);
  if (product === null) params.required("product");
  const row = readPrice(call, params, product ?? "");
  if (params.problem !== null) return params.problem;
  return call.answer(priceKind, call.add(priceKind, row));
}

function updatePrice(call: Call): Reply {
  const found = call.named(priceKind);
  if (!found.ok) return found.reply;
  const { params } = call;
  const changes = {
    active: params.boolean("active") ?? found.row.active,
    nickname: params.updated("nickname", found.row.nickname),
    lookupKey: params.updated("lookup_key", found.row.lookupKey),
    metadata: params.metadata(found.row.metadata),
  };
  if (params.problem !== null) return params.problem;
  return call.answer(priceKind, call.change(priceKind, found.row, changes));
}

/** Exported for objects that write their price out (subscription items). */
export function renderPrice(row: Price, livemode: boolean): WireObject {
  const { recurring } = row;
  return {
    id: row.id,
    object: "price",
    active: row.active,
    billing_scheme: "per_unit",
    created: row.created,
    currency: row.currency,
    // Stripe shows them only where they are expanded.
    currency_options: renderCurrencyOptions(row),
    custom_unit_amount: null,
    livemode,
    lookup_key: row.lookupKey,
    metadata: row.metadata,
    nickname: row.nickname,
    product: row.product,
    recurring: recurring && {
      interval: recurring.interval,
      interval_count: recurring.intervalCount,
      meter: null,
      trial_period_days: null,
      usage_type: "licensed",
    },
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === null ? "one_time" : "recurring",
    unit_amount: row.unitAmount.includes(".") ? null : Number(row.unitAmount),
    unit_amount_decimal: row.unitAmount,
  };
}

function renderCurrencyOptions({ currency, otherCurrencies, unitAmount }: Price): WireObject {
  const amounts = { ...otherCurrencies, [currency]: unitAmount };
  return Object.fromEntries(
    Object.entries(amounts).map(([code, amount]) => [
      code,
      {
        custom_unit_amount: null,
        tax_behavior: "unspecified",
        unit_amount: amount.includes(".") ? null : Number(amount),
        unit_amount_decimal: amount,
      },
    ]),
  );
}

export const priceRoutes: readonly Route[] = [
  post("/v1/prices", createPrice),
  searchRoute("/v1/prices/search", priceKind),
  listRoute("/v1/prices", priceKind, {
    product: (row) => row.product,
    currency: (row) => row.currency,
    type: (row) => (row.recurring === null ? "one_time" : "recurring"),
  }),
  retrieveRoute("/v1/prices/{id}", priceKind),
  post("/v1/prices/{id}", updatePrice),
];
