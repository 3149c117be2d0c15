import type { Call } from "./call.ts";
import { attemptCharge, type Charge, type Failure } from "./charges.ts";
import { emit } from "./events.ts";
import { type PaymentIntent, paymentIntentKind } from "./payment-intents.ts";
import { cardOf, noSuchCard } from "./payment-methods.ts";
import { cardRefused, impossible, type Reply } from "./replies.ts";

export interface Confirmation {
  /** Minor units; the intent's own amount unless the confirmation names less. */
  readonly amount: number;
  readonly offSession: boolean;
}

export type Confirmed =
  | { readonly ok: true; readonly intent: PaymentIntent }
  | { readonly ok: false; readonly reply: Reply };

/** Charges the intent's card, and moves the intent on to what came of it. */
export function confirmIntent(call: Call, intent: PaymentIntent, confirmation: Confirmation): Confirmed {
  const { paymentMethod } = intent;
  if (paymentMethod === null) return { ok: false, reply: missingPaymentMethod() };
  const card = cardOf(call, paymentMethod);
  if (card === undefined) return { ok: false, reply: noSuchCard("payment_method", paymentMethod) };
  const attempt = attemptCharge(call, {
    amount: confirmation.amount,
    currency: intent.currency,
    paymentMethod,
    card,
    capture: intent.captureMethod !== "manual",
    offSession: confirmation.offSession,
    customer: intent.customer,
    description: intent.description,
    metadata: intent.metadata,
    paymentIntent: intent.id,
    receiptEmail: intent.receiptEmail,
  });
  switch (attempt.kind) {
    case "authenticates":
      return { ok: true, intent: call.change(paymentIntentKind, intent, { status: "requires_action" }) };
    case "declined":
      return { ok: false, reply: decline(call, intent, attempt) };
    case "charged":
      return { ok: true, intent: charged(call, intent, attempt.charge) };
  }
}

export function missingPaymentMethod(): Reply {
  const message =
    "You cannot confirm this PaymentIntent because it's missing a payment method. Update it with a payment method " +
    "and confirm it again, or confirm it directly with a payment method.";
  return impossible("payment_intent_unexpected_state", message);
}

function charged(call: Call, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const after = call.change(paymentIntentKind, intent, {
    status: charge.captured ? "succeeded" : "requires_capture",
    amountReceived: charge.amountCaptured,
    amountCapturable: charge.captured ? 0 : charge.amount,
    latestCharge: charge.id,
    lastPaymentError: null,
  });
  const happened = charge.captured ? "succeeded" : "amount_capturable_updated";
  emit(call, `payment_intent.${happened}`, paymentIntentKind, after);
  return after;
}

function decline(call: Call, intent: PaymentIntent, attempt: { charge: Charge; failure: Failure }): Reply {
  const { charge, failure } = attempt;
  const after = call.change(paymentIntentKind, intent, {
    status: "requires_payment_method",
    paymentMethod: null,
    latestCharge: charge.id,
    lastPaymentError: failure,
  });
  emit(call, "payment_intent.payment_failed", paymentIntentKind, after);
  const { livemode } = call.account;
  return cardRefused(after.id, {
    code: failure.code,
    ...(failure.declineCode !== null && { decline_code: failure.declineCode }),
    message: failure.message,
    charge: charge.id,
    payment_intent: () => paymentIntentKind.render(after, livemode),
  });
}
