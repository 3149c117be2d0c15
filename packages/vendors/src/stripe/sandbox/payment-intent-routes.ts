import type { Call } from "./call.ts";
import { captureCharge, chargeKind, checkChargeable } from "./charges.ts";
import { confirmIntent, missingPaymentMethod } from "./confirm-intent.ts";
import { referredCustomer } from "./customers.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import {
  captureMethods,
  type IntentStatus,
  type PaymentIntent,
  paymentIntentKind,
} from "./payment-intents.ts";
import { cardOf, noSuchCard } from "./payment-methods.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, type Reply } from "./replies.ts";
import { post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";

const unconfirmed: readonly IntentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

function createIntent(call: Call): Reply {
  const { params } = call;
  const amount = params.requiredAmount("amount");
  const currency = params.requiredCurrency();
  const customer = referredCustomer(call);
  if (!customer.ok) return customer.reply;
  if (params.problem === null) checkChargeable(call, amount, currency);
  const paymentMethod = params.text("payment_method");
  const id = newId("pi_");
  const intent: PaymentIntent = {
    id,
    created: call.now,
    clientSecret: newId(`${id}_secret_`),
    status: paymentMethod === null ? "requires_payment_method" : "requires_confirmation",
    amount,
    amountCapturable: 0,
    amountReceived: 0,
    currency,
    captureMethod: params.oneOf("capture_method", captureMethods) ?? "automatic_async",
    customer: customer.row?.id ?? null,
    paymentMethod,
    latestCharge: null,
    lastPaymentError: null,
    description: params.text("description"),
    receiptEmail: params.text("receipt_email"),
    metadata: params.metadata(),
    canceledAt: null,
    cancellationReason: null,
  };
  const confirm = params.boolean("confirm") ?? false;
  const offSession = readOffSession(call);
  if (params.problem !== null) return params.problem;
  if (paymentMethod !== null && cardOf(call, paymentMethod) === undefined) {
    return noSuchCard("payment_method", paymentMethod);
  }
  if (confirm && paymentMethod === null) return missingPaymentMethod();
  call.add(paymentIntentKind, intent);
  emit(call, "payment_intent.created", paymentIntentKind, intent);
  if (!confirm) return call.answer(paymentIntentKind, intent);
  const confirmed = confirmIntent(call, intent, { amount, offSession });
  return confirmed.ok ? call.answer(paymentIntentKind, confirmed.intent) : confirmed.reply;
}

function updateIntent(call: Call): Reply {
  const found = call.named(paymentIntentKind);
  if (!found.ok) return found.reply;
  const { params } = call;
  const intent = found.row;
  const amount = params.amount("amount") ?? intent.amount;
  const currency = params.currency() ?? intent.currency;
  if (params.problem === null) checkChargeable(call, amount, currency);
  const paymentMethod = params.updated("payment_method", intent.paymentMethod);
  const waits = intent.status === "requires_payment_method" && paymentMethod !== null;
  const changes = {
    amount,
    currency,
    paymentMethod,
    status: waits ? "requires_confirmation" : intent.status,
    description: params.updated("description", intent.description),
    receiptEmail: params.updated("receipt_email", intent.receiptEmail),
    metadata: params.metadata(intent.metadata),
  } as const;
  if (params.problem !== null) return params.problem;
  const priced = params.has("amount") || params.has("currency") || params.has("payment_method");
  if (priced && !unconfirmed.includes(intent.status)) return unexpected(intent, "update");
  return call.answer(paymentIntentKind, call.change(paymentIntentKind, intent, changes));
}

function confirmIntentCall(call: Call): Reply {
  const found = call.named(paymentIntentKind);
  if (!found.ok) return found.reply;
  const { params } = call;
  const paymentMethod = params.text("payment_method") ?? found.row.paymentMethod;
  const amount = params.amount("amount_to_confirm") ?? found.row.amount;
  const offSession = readOffSession(call);
  if (params.problem !== null) return params.problem;
  if (!unconfirmed.includes(found.row.status)) return unexpected(found.row, "confirm");
  if (amount > found.row.amount) {
    return impossible(
      "amount_too_large",
      "amount_to_confirm is greater than the amount.",
      "amount_to_confirm",
    );
  }
  const confirmed = confirmIntent(call, { ...found.row, paymentMethod }, { amount, offSession });
  return confirmed.ok ? call.answer(paymentIntentKind, confirmed.intent) : confirmed.reply;
}

function captureIntent(call: Call): Reply {
  const found = call.named(paymentIntentKind);
  if (!found.ok) return found.reply;
  const intent = found.row;
  const amount = call.params.amount("amount_to_capture") ?? intent.amountCapturable;
  const final = call.params.boolean("final_capture") ?? true;
  if (call.params.problem !== null) return call.params.problem;
  const held = call.account.rows(chargeKind).get(intent.latestCharge ?? "");
  if (intent.status !== "requires_capture" || held === undefined) return unexpected(intent, "capture");
  if (amount > intent.amountCapturable) {
    const message = "The amount to capture is greater than the amount that can be captured.";
    return impossible("amount_too_large", message, "amount_to_capture");
  }
  const charge = captureCharge(call, held, { amount, final });
  const left = final ? 0 : intent.amountCapturable - amount;
  const after = call.change(paymentIntentKind, intent, {
    status: left === 0 ? "succeeded" : "requires_capture",
    amountCapturable: left,
    amountReceived: charge.amountCaptured,
  });
  emit(call, "payment_intent.succeeded", paymentIntentKind, after);
  return call.answer(paymentIntentKind, after);
}

function incrementAuthorization(call: Call): Reply {
  const found = call.named(paymentIntentKind);
  if (!found.ok) return found.reply;
  const intent = found.row;
  const amount = call.params.requiredAmount("amount");
  if (call.params.problem !== null) return call.params.problem;
  const held = call.account.rows(chargeKind).get(intent.latestCharge ?? "");
  if (intent.status !== "requires_capture" || held === undefined) return unexpected(intent, "increment");
  if (amount <= intent.amount) {
    const message = "The amount of an incremental authorization must be greater than the current amount.";
    return impossible("amount_too_small", message, "amount");
  }
  const amountCapturable = intent.amountCapturable + amount - intent.amount;
  call.change(chargeKind, held, { amount });
  return call.answer(paymentIntentKind, call.change(paymentIntentKind, intent, { amount, amountCapturable }));
}

function cancelIntent(call: Call): Reply {
  const found = call.named(paymentIntentKind);
  if (!found.ok) return found.reply;
  const reason = call.params.text("cancellation_reason");
  if (call.params.problem !== null) return call.params.problem;
  const { status, latestCharge } = found.row;
  if (status === "succeeded" || status === "canceled") return unexpected(found.row, "cancel");
  const held = call.account.rows(chargeKind).get(latestCharge ?? "");
  if (status === "requires_capture" && held !== undefined) {
    call.change(chargeKind, held, { amountReleased: held.amount - held.amountCaptured });
  }
  const after = call.change(paymentIntentKind, found.row, {
    status: "canceled",
    amountCapturable: 0,
    canceledAt: call.now,
    cancellationReason: reason,
  });
  emit(call, "payment_intent.canceled", paymentIntentKind, after);
  return call.answer(paymentIntentKind, after);
}

function readOffSession(call: Call): boolean {
  const text = call.params.text("off_session");
  return text !== null && text !== "false";
}

function unexpected(intent: PaymentIntent, verb: string): Reply {
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`;
  return impossible("payment_intent_unexpected_state", message);
}

export const paymentIntentRoutes: readonly Route[] = [
  post("/v1/payment_intents", createIntent),
  searchRoute("/v1/payment_intents/search", paymentIntentKind),
  listRoute("/v1/payment_intents", paymentIntentKind, { customer: (row) => row.customer }),
  retrieveRoute("/v1/payment_intents/{id}", paymentIntentKind),
  post("/v1/payment_intents/{id}", updateIntent),
  post("/v1/payment_intents/{id}/confirm", confirmIntentCall),
  post("/v1/payment_intents/{id}/capture", captureIntent),
  post("/v1/payment_intents/{id}/increment_authorization", incrementAuthorization),
  post("/v1/payment_intents/{id}/cancel", cancelIntent),
];
