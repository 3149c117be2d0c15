import type { Kind } from "./account.ts";
import { moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import type { Card } from "./cards.ts";
import { describeAmount, isChargeable, minimumChargeOf } from "./currencies.ts";
import { openDispute } from "./disputes.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import type { WireObject } from "./replies.ts";

export interface Charge {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly amountCaptured: number;
  readonly amountRefunded: number;
  /** The part of the hold that was never captured and no longer can be. */
  readonly amountReleased: number;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly dispute: string | null;
  readonly failure: Failure | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly paymentIntent: string | null;
  readonly paymentMethod: string;
  readonly card: Card;
  readonly balanceTransaction: string | null;
  readonly receiptEmail: string | null;
}

export interface Failure {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}

export interface ChargeTerms {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly paymentMethod: string;
  readonly card: Card;
  readonly capture: boolean;
  /** Nobody is there to authenticate: a card that asks for it is refused. */
  readonly offSession: boolean;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly paymentIntent: string | null;
  readonly receiptEmail: string | null;
}

export type Attempt =
  | { readonly kind: "charged"; readonly charge: Charge }
  | { readonly kind: "declined"; readonly charge: Charge; readonly failure: Failure }
  | { readonly kind: "authenticates" };

export const chargeKind: Kind<Charge> = { object: "charge", prefix: "ch_", render: renderCharge };

const AUTHENTICATION_REQUIRED: Failure = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Charges a card: at once, or as a hold to capture later. Only a capture moves money. */
export function attemptCharge(call: Call, terms: ChargeTerms): Attempt {
  const { behaviour } = terms.card;
  if (behaviour.kind === "authenticates" && !terms.offSession) return { kind: "authenticates" };
  if (behaviour.kind !== "approves") {
    const failure = behaviour.kind === "declines" ? behaviour : AUTHENTICATION_REQUIRED;
    return { kind: "declined", charge: call.add(chargeKind, newCharge(call, terms, failure)), failure };
  }
  const held = call.add(chargeKind, newCharge(call, terms, null));
  const charge = terms.capture ? captureCharge(call, held, { amount: terms.amount, final: true }) : held;
  emit(call, "charge.succeeded", chargeKind, charge);
  return { kind: "charged", charge: behaviour.disputed ? disputed(call, charge) : charge };
}

/** Takes `amount` of a hold; a final capture lets go of the rest. */
export function captureCharge(
  call: Call,
  charge: Charge,
  capture: { amount: number; final: boolean },
): Charge {
  const { currency, id } = charge;
  const amountCaptured = charge.amountCaptured + capture.amount;
  const balanceTransaction = moveMoney(call, {
    direction: "in",
    amount: capture.amount,
    currency,
    type: "charge",
    source: id,
    gains: true,
  });
  const amountReleased = capture.final ? charge.amount - amountCaptured : 0;
  const changes = { captured: true, amountCaptured, amountReleased, balanceTransaction };
  return call.change(chargeKind, charge, changes);
}

/** What can still be refunded of what was captured, in minor units. */
export function refundable(charge: Charge): number {
  return charge.amountCaptured - charge.amountRefunded;
}

/** Reports an amount that Stripe would not charge: below the minimum, or between two coins. */
export function checkChargeable(call: Call, amount: number, currency: string): void {
  const least = minimumChargeOf(currency);
  if (amount < least) {
    const message = `Amount must be at least ${describeAmount(least, currency)}`;
    call.params.report("amount", "amount_too_small", message);
  }
  if (!isChargeable(amount, currency)) {
    call.params.report("amount", "parameter_invalid_integer", `Invalid amount for ${currency}: ${amount}`);
  }
}

function disputed(call: Call, charge: Charge): Charge {
  const { id, amount, currency, paymentIntent } = charge;
  const dispute = openDispute(call, { charge: id, amount, currency, paymentIntent });
  return call.change(chargeKind, charge, { dispute: dispute.id });
}

function newCharge(call: Call, terms: ChargeTerms, failure: Failure | null): Charge {
  return {
    id: newId("ch_"),
    created: call.now,
    amount: terms.amount,
    amountCaptured: 0,
    amountRefunded: 0,
    amountReleased: 0,
    captured: false,
    currency: terms.currency,
    customer: terms.customer,
    description: terms.description,
    dispute: null,
    failure,
    metadata: terms.metadata,
    paymentIntent: terms.paymentIntent,
    paymentMethod: terms.paymentMethod,
    card: terms.card,
    balanceTransaction: null,
    receiptEmail: terms.receiptEmail,
  };
}

function renderCharge(row: Charge, livemode: boolean): WireObject {
  const { brand, last4 } = row.card;
  // Stripe counts a released hold as refunded.
  const amountRefunded = row.amountRefunded + row.amountReleased;
  return {
    id: row.id,
    object: "charge",
    amount: row.amount,
    amount_captured: row.amountCaptured,
    amount_refunded: amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: row.balanceTransaction,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: "SANDBOX",
    captured: row.captured,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    dispute: row.dispute,
    disputed: row.dispute !== null,
    failure_balance_transaction: null,
    failure_code: row.failure?.code ?? null,
    failure_message: row.failure?.message ?? null,
    fraud_details: {},
    livemode,
    metadata: row.metadata,
    on_behalf_of: null,
    outcome: renderOutcome(row.failure),
    paid: row.failure === null,
    payment_intent: row.paymentIntent,
    payment_method: row.paymentMethod,
    payment_method_details: { card: { brand, last4, exp_month: 12, exp_year: 2040 }, type: "card" },
    receipt_email: row.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: amountRefunded === row.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.failure === null ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: null,
  };
}

function renderOutcome(failure: Failure | null): WireObject {
  const approved = failure === null;
  return {
    network_status: approved ? "approved_by_network" : "declined_by_network",
    reason: failure?.declineCode ?? failure?.code ?? null,
    risk_level: "normal",
    seller_message: approved ? "Payment complete." : "The bank did not approve this charge.",
    type: approved ? "authorized" : "issuer_declined",
  };
}
