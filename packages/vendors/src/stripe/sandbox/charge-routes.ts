import type { Call } from "./call.ts";
import {
  attemptCharge,
  type Charge,
  type ChargeTerms,
  captureCharge,
  chargeKind,
  checkChargeable,
} from "./charges.ts";
import { referredCustomer } from "./customers.ts";
import { cardOf, noSuchCard } from "./payment-methods.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { cardRefused, impossible, invalid, type Reply } from "./replies.ts";
import { post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";

function createCharge(call: Call): Reply {
  const { params } = call;
  const amount = params.requiredAmount("amount");
  const currency = params.requiredCurrency();
  const customer = referredCustomer(call);
  if (!customer.ok) return customer.reply;
  if (params.problem === null) checkChargeable(call, amount, currency);
  const source = params.text("source") ?? customer.row?.defaultSource ?? null;
  const terms: Omit<ChargeTerms, "paymentMethod" | "card"> = {
    amount,
    currency,
    capture: params.boolean("capture") ?? true,
    offSession: true,
    customer: customer.row?.id ?? null,
    description: params.text("description"),
    metadata: params.metadata(),
    paymentIntent: null,
    receiptEmail: params.text("receipt_email"),
  };
  if (params.problem !== null) return params.problem;
  if (source === null) return invalid("source", "parameter_missing", "Must provide source or customer.");
  const card = cardOf(call, source);
  if (card === undefined) return noSuchCard("source", source);
  return answerAttempt(call, { ...terms, paymentMethod: source, card });
}

function answerAttempt(call: Call, terms: ChargeTerms): Reply {
  const attempt = attemptCharge(call, terms);
  switch (attempt.kind) {
    case "charged":
      return call.answer(chargeKind, attempt.charge);
    case "declined":
      return refusalOf(attempt.charge, attempt.failure);
    case "authenticates":
      throw new Error("a charge without an intent is always off session");
  }
}

function refusalOf(charge: Charge, failure: NonNullable<Charge["failure"]>): Reply {
  const { code, declineCode, message } = failure;
  const decline = declineCode === null ? {} : { decline_code: declineCode };
  return cardRefused(charge.id, { code, message, charge: charge.id, ...decline });
}

function captureChargeCall(call: Call): Reply {
  const found = call.named(chargeKind);
  if (!found.ok) return found.reply;
  const charge = found.row;
  const amount = call.params.amount("amount") ?? charge.amount;
  if (call.params.problem !== null) return call.params.problem;
  if (charge.captured || charge.failure !== null || charge.amountReleased > 0) {
    return impossible("charge_already_captured", `Charge ${charge.id} has already been captured.`);
  }
  if (charge.paymentIntent !== null) {
    return impossible("charge_not_capturable", "Capture the PaymentIntent of this charge instead.");
  }
  if (amount > charge.amount) {
    return impossible("amount_too_large", "You cannot capture more than the charge's amount.", "amount");
  }
  return call.answer(chargeKind, captureCharge(call, charge, { amount, final: true }));
}

function updateCharge(call: Call): Reply {
  const found = call.named(chargeKind);
  if (!found.ok) return found.reply;
  const changes = {
    description: call.params.updated("description", found.row.description),
    receiptEmail: call.params.updated("receipt_email", found.row.receiptEmail),
    metadata: call.params.metadata(found.row.metadata),
  };
  if (call.params.problem !== null) return call.params.problem;
  return call.answer(chargeKind, call.change(chargeKind, found.row, changes));
}

export const chargeRoutes: readonly Route[] = [
  post("/v1/charges", createCharge),
  searchRoute("/v1/charges/search", chargeKind),
  listRoute("/v1/charges", chargeKind, {
    customer: (row) => row.customer,
    payment_intent: (row) => row.paymentIntent,
  }),
  retrieveRoute("/v1/charges/{id}", chargeKind),
  post("/v1/charges/{id}", updateCharge),
  post("/v1/charges/{id}/capture", captureChargeCall),
];
