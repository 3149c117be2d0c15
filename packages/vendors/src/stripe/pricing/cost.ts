import type { Endpoint } from "../../endpoint.ts";
import type { FormTree } from "../../form.ts";
import type { VendorAnswer } from "../../outcome.ts";
import { amountStep, readCurrency } from "../currency.ts";

/** An amount in the currency's minor unit, as Stripe counts. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a request can cost, as far as the request itself tells, or what to ask Stripe first. */
export type Cost =
  | { readonly is: "money"; readonly money: Money }
  | { readonly is: "free" }
  | { readonly is: "ask"; readonly inquiry: Inquiry }
  /** `why` is a whole sentence, for the person or the model that reads the refusal. */
  | { readonly is: "unknown"; readonly why: string }
  /** Stripe would refuse it, or could read it in another way than we do. */
  | { readonly is: "malformed"; readonly why: string };

/** One read of Stripe's that tells an amount, and how its answer goes on. `ask` makes them. */
export interface Inquiry {
  readonly endpoint: Endpoint;
  readonly path: string;
  /** The query of a GET, the form of a preview. */
  readonly parameters: FormTree;
  /** @param answer null when there was none */
  read(answer: VendorAnswer | null): Cost;
}

/**
 * Reckons an endpoint's cost from its parsed body (or query, for a DELETE).
 * @param ids the path's parameters, in order
 */
export type CostRule = (body: FormTree, ids: readonly string[]) => Cost;

export const free: Cost = { is: "free" };
export const unknown = (why: string): Cost => ({ is: "unknown", why });
export const malformed = (why: string): Cost => ({ is: "malformed", why });
export const money = (amountMinor: bigint, currency: string): Cost => ({
  is: "money",
  money: { amountMinor, currency },
});

const plainAmount = /^(0|[1-9][0-9]{0,11})$/;

/** An integer of at most 12 digits, or null: `BigInt` alone would take "", " 1" and "0x64". */
export const readAmount = (text: string): bigint | null => (plainAmount.test(text) ? BigInt(text) : null);

/** The text at a path of names, undefined where there is none. */
export function textAt(tree: FormTree, ...path: readonly string[]): string | undefined {
  let at: string | FormTree | undefined = tree;
  for (const name of path) {
    if (at === undefined || typeof at === "string") return undefined;
    at = at.get(name);
  }
  return typeof at === "string" ? at : undefined;
}

/** Judges an amount and its currency, both as they stand in the request. */
export function moneyOf(amount: string | undefined, currency: string | undefined): Cost {
  if (amount === undefined) return malformed("This endpoint needs an amount.");
  if (currency === undefined) return malformed("This endpoint needs a currency beside the amount.");
  const amountMinor = readAmount(amount);
  if (amountMinor === null) {
    return malformed(
      "Write the amount as a whole number of the currency's minor unit: 1 to 12 plain digits.",
    );
  }
  if (amountMinor === 0n) return malformed("The amount is 0, which this endpoint does not take.");
  const code = readCurrency(currency);
  if (code === null) return malformed("Write the currency as a three-letter ISO code in lower case.");
  const step = amountStep(code);
  if (amountMinor % step !== 0n) return malformed(`Amounts in ${code} must be a multiple of ${step}.`);
  return money(amountMinor, code);
}
