import type { Kind } from "./account.ts";
import { moveMoney } from "./balance.ts";
import type { Call, Found } from "./call.ts";
import { type Charge, chargeKind, refundable } from "./charges.ts";
import { describeAmount } from "./currencies.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { paymentIntentKind } from "./payment-intents.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { impossible, invalid, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface Refund {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly paymentIntent: string | null;
  readonly reason: string | null;
  readonly balanceTransaction: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const refundKind: Kind<Refund> = { object: "refund", prefix: "re_", render: renderRefund };

const reasons = ["duplicate", "fraudulent", "requested_by_customer"] as const;

function createRefund(call: Call): Reply {
  const charge = chargeToRefund(call);
  return charge.ok ? refundCharge(call, charge.row) : charge.reply;
}

/** The aliases below a charge, older than the refund object and still served. */
function createRefundOfCharge(call: Call): Reply {
  const charge = call.named(chargeKind);
  return charge.ok ? refundCharge(call, charge.row) : charge.reply;
}

function createRefundAnswerCharge(call: Call): Reply {
  const charge = call.named(chargeKind);
  if (!charge.ok) return charge.reply;
  const reply = refundCharge(call, charge.row);
  const after = call.account.rows(chargeKind).get(charge.row.id);
  return reply.status === 200 && after !== undefined ? call.answer(chargeKind, after) : reply;
}

function chargeToRefund(call: Call): Found<Charge> {
  const charge = call.referred(chargeKind, "charge");
  if (!charge.ok) return charge;
  if (charge.row !== null) return { ok: true, row: charge.row };
  const intent = call.referred(paymentIntentKind, "payment_intent");
  if (!intent.ok) return intent;
  if (intent.row === null) {
    const message =
      "One of the following params should be provided for this request: payment_intent or charge.";
    return { ok: false, reply: invalid("charge", "parameter_missing", message) };
  }
  const latest = call.account.rows(chargeKind).get(intent.row.latestCharge ?? "");
  if (latest?.failure === null) return { ok: true, row: latest };
  const message = `This PaymentIntent (${intent.row.id}) does not have a successful charge to refund.`;
  return { ok: false, reply: impossible("payment_intent_unexpected_state", message) };
}

/** Refunds what is left of a charge, or `amount` of it. A hold is let go whole, and that moves nothing. */
function refundCharge(call: Call, charge: Charge): Reply {
  const { params } = call;
  const left = leftOf(charge);
  const amount = params.amount("amount") ?? left;
  const reason = params.oneOf("reason", reasons);
  const metadata = params.metadata();
  if (params.problem !== null) return params.problem;
  const obstacle = obstacleTo(charge, amount);
  if (obstacle !== null) return obstacle;
  const { currency, paymentIntent } = charge;
  const id = newId("re_");
  const move = { direction: "out", amount, currency, type: "refund", source: id, gains: false } as const;
  const balanceTransaction = charge.captured ? moveMoney(call, move) : null;
  const changed = call.change(
    chargeKind,
    charge,
    charge.captured ? { amountRefunded: charge.amountRefunded + amount } : { amountReleased: amount },
  );
  const row: Refund = {
    id,
    created: call.now,
    amount,
    currency,
    charge: charge.id,
    paymentIntent,
    reason,
    balanceTransaction,
    metadata,
  };
  call.add(refundKind, row);
  emit(call, "charge.refunded", chargeKind, changed);
  return call.answer(refundKind, row);
}

function leftOf(charge: Charge): number {
  return charge.captured ? refundable(charge) : charge.amount - charge.amountReleased;
}

function obstacleTo(charge: Charge, amount: number): Reply | null {
  const left = leftOf(charge);
  if (charge.failure !== null) return impossible("charge_not_refundable", `Charge ${charge.id} has failed.`);
  if (charge.dispute !== null) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    return impossible("charge_disputed", message);
  }
  if (left === 0) {
    return impossible("charge_already_refunded", `Charge ${charge.id} has already been refunded.`);
  }
  if (amount > left) {
    const asked = describeAmount(amount, charge.currency);
    const message = `Refund amount (${asked}) is greater than unrefunded amount on charge (${describeAmount(left, charge.currency)})`;
    return impossible("amount_too_large", message, "amount");
  }
  if (charge.captured) return null;
  if (charge.paymentIntent !== null) {
    return impossible("charge_not_refundable", "Cancel the PaymentIntent of this uncaptured charge instead.");
  }
  const message = "You cannot partially refund an uncaptured charge.";
  return amount === left ? null : impossible("amount_too_small", message, "amount");
}

function updateRefund(call: Call): Reply {
  const found = call.named(refundKind);
  if (!found.ok) return found.reply;
  const metadata = call.params.metadata(found.row.metadata);
  if (call.params.problem !== null) return call.params.problem;
  return call.answer(refundKind, call.change(refundKind, found.row, { metadata }));
}

function cancelRefund(call: Call): Reply {
  const found = call.named(refundKind);
  if (!found.ok) return found.reply;
  return impossible("refund_not_cancelable", "Only refunds that require action can be canceled.");
}

function renderRefund(row: Refund): WireObject {
  return {
    id: row.id,
    object: "refund",
    amount: row.amount,
    balance_transaction: row.balanceTransaction,
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    destination_details: {
      card: { type: row.balanceTransaction === null ? "reversal" : "refund" },
      type: "card",
    },
    metadata: row.metadata,
    payment_intent: row.paymentIntent,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}

export const refundRoutes: readonly Route[] = [
  post("/v1/refunds", createRefund),
  listRoute("/v1/refunds", refundKind, {
    charge: (row) => row.charge,
    payment_intent: (row) => row.paymentIntent,
  }),
  retrieveRoute("/v1/refunds/{id}", refundKind),
  post("/v1/refunds/{id}", updateRefund),
  post("/v1/refunds/{id}/cancel", cancelRefund),
  post("/v1/charges/{id}/refund", createRefundAnswerCharge),
  post("/v1/charges/{id}/refunds", createRefundOfCharge),
];
