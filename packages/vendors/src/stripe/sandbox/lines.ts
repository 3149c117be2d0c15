import type { Call } from "./call.ts";
import { isDecimal, multiplyDecimals } from "./decimals.ts";
import { newId } from "./ids.ts";
import type { Params } from "./params.ts";
import { type Price, priceKind, readPriceData } from "./prices.ts";
import type { WireObject } from "./replies.ts";

/** One line of an invoice, a checkout session or a payment link. */
export interface Line {
  readonly id: string;
  /** Minor units; negative for a credit. */
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly quantity: string;
  readonly unitAmount: string;
  readonly price: Price | null;
  readonly subscription: string | null;
}

/** A line from `price` or `price_data`, times `quantity` or `quantity_decimal` (one unless said). */
export function readPricedLine(call: Call, params: Params): Line | null {
  const price = readPriceOf(call, params);
  const quantity = params.text("quantity_decimal") ?? params.text("quantity") ?? "1";
  if (price === null) return null;
  return lineOf(params, { price, quantity, description: params.text("description") });
}

/** The price that `price` names or `price_data` describes; reports what is wrong with it. */
export function readPriceOf(call: Call, params: Params, name = "price"): Price | null {
  const data = params.nested("price_data");
  if (data !== null) return readPriceData(call, data);
  const id = params.required(name);
  const price = call.account.rows(priceKind).get(id);
  if (price === undefined) params.report(name, "resource_missing", `No such price: '${id.slice(0, 128)}'`);
  return price ?? null;
}

export interface LineTerms {
  readonly price: Price;
  readonly quantity: string;
  readonly description: string | null;
  readonly subscription?: string;
}

export function lineOf(params: Params, terms: LineTerms): Line {
  const { price, quantity } = terms;
  return {
    id: newId("il_"),
    amount: readProduct(params, price.unitAmount, quantity),
    currency: price.currency,
    description: terms.description,
    quantity,
    unitAmount: price.unitAmount,
    price,
    subscription: terms.subscription ?? null,
  };
}

/** Unit amount times quantity, in minor units; reports a quantity that is none. */
export function readProduct(params: Params, unitAmount: string, quantity: string): number {
  if (!isDecimal(quantity) || quantity.startsWith("-")) {
    params.report("quantity", "parameter_invalid_integer", `Invalid quantity: ${quantity.slice(0, 64)}`);
  }
  const product = multiplyDecimals(unitAmount, quantity);
  if (product === null)
    params.report("quantity", "amount_too_large", "The amount of this line is out of range.");
  return product ?? 0;
}

export function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.amount, 0);
}

/** All lines in one currency, or a report; the given one when there are no lines. */
export function readCurrencyOf(params: Params, lines: readonly Line[], fallback: string): string {
  const [first] = lines;
  const mixed = lines.some((line) => line.currency !== first?.currency);
  if (mixed) params.report("currency", "parameter_invalid_string", "All lines must use the same currency.");
  return first?.currency ?? fallback;
}

export function renderLine(line: Line, livemode: boolean): WireObject {
  const pricing = {
    price_details: { price: line.price?.id ?? null, product: line.price?.product ?? null },
    type: "price_details",
    unit_amount_decimal: line.unitAmount,
  };
  return {
    id: line.id,
    object: "line_item",
    amount: line.amount,
    currency: line.currency,
    description: line.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    livemode,
    metadata: {},
    parent: null,
    pretax_credit_amounts: [],
    pricing,
    quantity: line.quantity.includes(".") ? null : Number(line.quantity),
    quantity_decimal: line.quantity,
    subscription: line.subscription,
    subtotal: line.amount,
    taxes: [],
  };
}
