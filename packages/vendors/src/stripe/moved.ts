import type { ObjectOutcome, Outcome } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { amountAt, idOf, type StripeObject, valueAt } from "./answer.ts";
import { readCurrency } from "./currency.ts";
import type { Money } from "./pricing/cost.ts";

/** What an answer says of the money of the call that it answers. */
export interface Moved {
  readonly state: Extract<Outcome["state"], "settled" | "released" | "accrued">;
  /** Null when the answer does not tell. */
  readonly money: Money | null;
  readonly object: Pick<ObjectOutcome, "id" | "status"> | null;
}

/** Reads the answer to an endpoint that costs money. Where the answer does not tell, it settles at the hold. */
export function moved({ endpoint, audit }: PricedRequest, answer: StripeObject): Moved {
  const { name, class: kind } = endpoint;
  // A fee for the call itself: the amounts in its answer are what was looked at, not what it costs.
  if (kind === "VENDOR_FEE") return { state: "settled", money: null, object: null };
  switch (answer.object) {
    case "payment_intent":
      return movedByIntent(answer);
    case "charge":
      return name.includes("/refund") ? movedByRefundOf(answer, audit) : movedByCharge(answer);
    case "application_fee":
      return movedByRefundOf(answer, audit);
    case "checkout.session":
      return movedBySession(answer);
    case "invoice":
      return movedByInvoice(answer);
    case "subscription":
      return movedBySubscription(name, answer);
    case "quote":
      return movedAt(answer, ["amount_total"]);
    case "billing.credit_grant":
      return movedAt(answer, ["amount", "monetary", "value"], ["amount", "monetary", "currency"]);
    default:
      return typeof answer.amount === "object"
        ? movedAt(answer, ["amount", "value"], ["amount", "currency"])
        : movedAt(answer, ["amount"]);
  }
}

/**
 * An intent that has not succeeded can still be paid, by a later call or in a browser with its client secret, so its
 * amount stays counted until it is canceled. Canceled gives back all of it only if nothing was captured before.
 */
function movedByIntent(intent: StripeObject): Moved {
  const received = moneyAt(intent, ["amount_received"]);
  const nothingReceived = received === null || received.amountMinor === 0n;
  if (intent.status === "canceled" && nothingReceived) {
    return { state: "released", money: null, object: withId(intent, "canceled") };
  }
  if (intent.status === "succeeded" || intent.status === "canceled") {
    const money = nothingReceived ? moneyAt(intent, ["amount"]) : received;
    return { state: "settled", money, object: withId(intent, "closed") };
  }
  return { state: "accrued", money: moneyAt(intent, ["amount"]), object: withId(intent, "open") };
}

function movedByCharge(charge: StripeObject): Moved {
  if (charge.status === "failed")
    return { state: "released", money: null, object: withId(charge, "canceled") };
  if (charge.captured !== true) {
    return { state: "accrued", money: moneyAt(charge, ["amount"]), object: withId(charge, "open") };
  }
  const captured = moneyAt(charge, ["amount_captured"]);
  const money = captured !== null && captured.amountMinor > 0n ? captured : moneyAt(charge, ["amount"]);
  return { state: "settled", money, object: withId(charge, "closed") };
}

/** A session counts from its creation: its payer may come at any time until it expires. */
function movedBySession(session: StripeObject): Moved {
  const money = moneyAt(session, ["amount_total"]);
  if (session.status === "expired")
    return { state: "released", money: null, object: withId(session, "canceled") };
  const paid = session.status === "complete" && session.payment_status === "paid";
  return paid
    ? { state: "settled", money, object: withId(session, "closed") }
    : { state: "accrued", money, object: withId(session, "open") };
}

/**
 * The legacy refund aliases answer with the whole charge, and that tells all refunds of it together. What was looked up
 * before is exactly what this one moved; only an assumed price has nothing better than the sum.
 */
function movedByRefundOf(charge: StripeObject, { price_basis: basis }: PricedRequest["audit"]): Moved {
  if (basis === "assumed") return movedAt(charge, ["amount_refunded"]);
  return { state: "settled", money: null, object: null };
}

/** An invoice that is final can be paid until it is void, by a later call or by its payer. */
function movedByInvoice(invoice: StripeObject): Moved {
  const paid = moneyAt(invoice, ["amount_paid"]);
  if (invoice.status === "paid") return { state: "settled", money: paid, object: withId(invoice, "closed") };
  if (invoice.status === "void" && paid?.amountMinor === 0n) {
    return { state: "released", money: null, object: withId(invoice, "canceled") };
  }
  return { state: "accrued", money: moneyAt(invoice, ["amount_due"]), object: withId(invoice, "open") };
}

/**
 * A subscription names no amount, so it settles at its preview. A new one is counted under its first invoice: if that
 * waits to be paid, paying it is no second spend. A change may have made no invoice, so it counts under none.
 */
function movedBySubscription(name: string, subscription: StripeObject): Moved {
  const invoice = creatingSubscriptions.has(name) ? idOf(subscription.latest_invoice) : null;
  if (invoice === null) return { state: "settled", money: null, object: null };
  const waits = subscription.status === "incomplete" || subscription.collection_method === "send_invoice";
  return waits
    ? { state: "accrued", money: null, object: { id: invoice, status: "open" } }
    : { state: "settled", money: null, object: { id: invoice, status: "closed" } };
}

const creatingSubscriptions = new Set([
  "POST /v1/subscriptions",
  "POST /v1/customers/{customer}/subscriptions",
]);

/** Payouts, transfers, top-ups, refunds and their like: moved unless they say that they failed. */
function movedAt(
  answer: StripeObject,
  amount: readonly string[],
  currency: readonly string[] = ["currency"],
): Moved {
  if (answer.status === "failed" || answer.status === "canceled") {
    return { state: "released", money: null, object: null };
  }
  return { state: "settled", money: moneyAt(answer, amount, currency), object: null };
}

function moneyAt(
  answer: StripeObject,
  amount: readonly string[],
  currency: readonly string[] = ["currency"],
): Money | null {
  const amountMinor = amountAt(valueAt(answer, amount));
  const code = valueAt(answer, currency);
  const read = typeof code === "string" ? readCurrency(code) : null;
  return amountMinor === null || read === null ? null : { amountMinor, currency: read };
}

function withId(answer: StripeObject, status: ObjectOutcome["status"]): Moved["object"] {
  const id = idOf(answer);
  return id === null ? null : { id, status };
}
