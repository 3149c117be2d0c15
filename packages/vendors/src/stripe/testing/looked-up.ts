/** Every endpoint whose amount is looked up: a request, and what Stripe knows, by which it costs 10 USD. */
export const lookedUp: Readonly<Record<string, LookedUp>> = {
  "POST /v1/charges/{charge}/dispute/close": {
    body: "",
    objects: {
      "GET /v1/disputes?charge=xx_1": {
        object: "list",
        data: [{ object: "dispute", amount: 1000, currency: "usd" }],
        has_more: false,
      },
    },
  },
  "POST /v1/charges/{charge}/refund": { body: "", objects: { "GET /v1/charges/xx_1": charge(1500, 500) } },
  "POST /v1/charges/{charge}/refunds": { body: "", objects: { "GET /v1/charges/xx_1": charge(1500, 500) } },
  "POST /v1/charges/{id}/capture": { body: "", objects: { "GET /v1/charges/xx_1": charge(1000, 0) } },
  "POST /v1/checkout/sessions": {
    body: "mode=payment&adaptive_pricing[enabled]=false&line_items[0][price]=price_1&line_items[0][quantity]=2",
    objects: {
      "GET /v1/prices/price_1?expand[0]=currency_options": {
        id: "price_1",
        object: "price",
        billing_scheme: "per_unit",
        currency: "usd",
        custom_unit_amount: null,
        transform_quantity: null,
        type: "one_time",
        unit_amount: 500,
      },
    },
  },
  "POST /v1/customers/{customer}/subscriptions": {
    body: "items[0][price]=price_1",
    objects: { "POST /v1/invoices/create_preview": preview() },
  },
  "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": {
    body: "items[0][price]=price_1",
    objects: { "POST /v1/invoices/create_preview": preview() },
  },
  "POST /v1/disputes/{id}/close": {
    body: "",
    objects: { "GET /v1/disputes/xx_1": { id: "xx_1", object: "dispute", amount: 1000, currency: "usd" } },
  },
  "POST /v1/invoices/{id}/finalize": { body: "", objects: { "GET /v1/invoices/xx_1": invoice() } },
  "POST /v1/invoices/{id}/pay": { body: "", objects: { "GET /v1/invoices/xx_1": invoice() } },
  "POST /v1/invoices/{id}/send": { body: "", objects: { "GET /v1/invoices/xx_1": invoice() } },
  "POST /v1/payment_intents/{id}": {
    body: "amount=1000",
    objects: { "GET /v1/payment_intents/xx_1": intent() },
  },
  "POST /v1/payment_intents/{id}/apply_customer_balance": {
    body: "amount=1&currency=eur",
    objects: { "GET /v1/payment_intents/xx_1": intent() },
  },
  "POST /v1/payment_intents/{id}/capture": {
    body: "",
    objects: { "GET /v1/payment_intents/xx_1": intent() },
  },
  "POST /v1/payment_intents/{id}/confirm": {
    body: "",
    objects: { "GET /v1/payment_intents/xx_1": intent() },
  },
  "POST /v1/payment_intents/{id}/increment_authorization": {
    body: "amount=1000",
    objects: { "GET /v1/payment_intents/xx_1": intent({ amount: 900 }) },
  },
  "POST /v1/refunds": {
    body: "payment_intent=pi_1",
    objects: {
      "GET /v1/payment_intents/pi_1?expand[0]=latest_charge": {
        id: "pi_1",
        object: "payment_intent",
        latest_charge: {
          object: "charge",
          amount: 1500,
          amount_captured: 1500,
          amount_refunded: 500,
          currency: "usd",
        },
      },
    },
  },
  "POST /v1/subscription_items": {
    body: "subscription=sub_1&price=price_1",
    objects: { "POST /v1/invoices/create_preview": preview() },
  },
  "POST /v1/subscription_items/{id}": {
    body: "quantity=2",
    objects: {
      "GET /v1/subscription_items/xx_1": { id: "xx_1", object: "subscription_item", subscription: "sub_1" },
      "POST /v1/invoices/create_preview": preview(),
    },
  },
  "POST /v1/subscriptions": {
    body: "customer=cus_1&items[0][price]=price_1",
    objects: { "POST /v1/invoices/create_preview": preview() },
  },
  "POST /v1/subscriptions/{id}": {
    body: "items[0][price]=price_1",
    objects: { "POST /v1/invoices/create_preview": preview() },
  },
  "POST /v1/transfers": {
    body: "currency=usd&source_transaction=ch_1",
    objects: { "GET /v1/charges/ch_1": { ...charge(1000, 0), id: "ch_1" } },
  },
};

export interface LookedUp {
  readonly body: string;
  /** By method and target. Only fields that the price needs, so that each of them is missed. */
  readonly objects: Readonly<Record<string, object>>;
}

function charge(amount: number, refunded: number) {
  return {
    id: "xx_1",
    object: "charge",
    amount,
    amount_captured: 0,
    amount_refunded: refunded,
    currency: "usd",
  };
}

function intent(fields: object = {}) {
  return {
    id: "xx_1",
    object: "payment_intent",
    amount: 1000,
    amount_capturable: 1000,
    amount_received: 0,
    currency: "usd",
    status: "requires_capture",
    ...fields,
  };
}

function invoice() {
  return {
    id: "xx_1",
    object: "invoice",
    amount_due: 1000,
    amount_paid: 200,
    amount_remaining: 800,
    automatic_tax: { enabled: false },
    currency: "usd",
    starting_balance: 0,
    status: "open",
    total: 1000,
  };
}

function preview() {
  return {
    object: "invoice",
    amount_due: 1000,
    currency: "usd",
    lines: { has_more: false, data: [{ amount: 1000, taxes: [] }] },
    starting_balance: 0,
    total: 1000,
  };
}
