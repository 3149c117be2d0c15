import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { type Card, namedTestCard } from "./cards.ts";
import { referredCustomer } from "./customers.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import { missingIn, type Reply, type WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";

interface PaymentMethod {
  readonly id: string;
  readonly created: number;
  readonly card: Card;
  readonly customer: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const paymentMethodKind: Kind<PaymentMethod> = {
  object: "payment_method",
  prefix: "pm_",
  render: renderPaymentMethod,
};

/** docs.stripe.com/testing: what a card number does, where it is not simply a Visa that approves. */
const tokenOfNumber: Readonly<Record<string, string>> = {
  "4000000000000002": "tok_chargeDeclined",
  "4000000000009995": "tok_chargeDeclinedInsufficientFunds",
  "4000002500003155": "tok_authenticationRequired",
  "4000000000000259": "tok_createDispute",
};

/** A named test card, or one saved before as a payment method; named ones keep their name as id. */
export function cardOf(call: Call, id: string): Card | undefined {
  return namedTestCard(id) ?? call.account.rows(paymentMethodKind).get(id)?.card;
}

export function noSuchCard(param: string, id: string): Reply {
  return missingIn(param, "PaymentMethod", id);
}

function createPaymentMethod(call: Call): Reply {
  const { params } = call;
  params.oneOf("type", ["card"]);
  params.required("type");
  const details = params.nested("card");
  const number = details?.text("number") ?? "";
  const token = details?.text("token") ?? tokenOfNumber[number] ?? "tok_visa";
  const metadata = params.metadata();
  if (params.problem !== null) return params.problem;
  const card = namedTestCard(token);
  if (card === undefined) return missingIn("card[token]", "token", token);
  const row = { id: newId("pm_"), created: call.now, card, customer: null, metadata };
  return call.answer(paymentMethodKind, call.add(paymentMethodKind, row));
}

function attachPaymentMethod(call: Call): Reply {
  const found = call.named(paymentMethodKind);
  call.params.required("customer");
  const customer = referredCustomer(call);
  if (!found.ok) return found.reply;
  if (!customer.ok) return customer.reply;
  if (call.params.problem !== null) return call.params.problem;
  const changes = { customer: customer.row?.id ?? null };
  return call.answer(paymentMethodKind, call.change(paymentMethodKind, found.row, changes));
}

function detachPaymentMethod(call: Call): Reply {
  const found = call.named(paymentMethodKind);
  if (!found.ok) return found.reply;
  return call.answer(paymentMethodKind, call.change(paymentMethodKind, found.row, { customer: null }));
}

function renderPaymentMethod(row: PaymentMethod, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "payment_method",
    billing_details: { address: null, email: null, name: null, phone: null },
    card: { brand: row.card.brand, last4: row.card.last4, exp_month: 12, exp_year: 2040, funding: "credit" },
    created: row.created,
    customer: row.customer,
    livemode,
    metadata: row.metadata,
    type: "card",
  };
}

export const paymentMethodRoutes: readonly Route[] = [
  post("/v1/payment_methods", createPaymentMethod),
  post("/v1/payment_methods/{id}/attach", attachPaymentMethod),
  post("/v1/payment_methods/{id}/detach", detachPaymentMethod),
  listRoute("/v1/payment_methods", paymentMethodKind, { customer: (row) => row.customer }),
  retrieveRoute("/v1/payment_methods/{id}", paymentMethodKind),
];
