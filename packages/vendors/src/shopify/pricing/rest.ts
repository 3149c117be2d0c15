import { isObject, listOf, textAt, type Value, type ValueObject, valueAt } from "../graphql/value.ts";
import {
  type Asked,
  amountIn,
  asked,
  type Cost,
  free,
  malformed,
  moneyOf,
  sum,
  total,
  unknown,
} from "./cost.ts";
import type { Shape } from "./fields.ts";

/** @param ids of the path, in order */
type RestRule = (fields: ValueObject, ids: readonly string[]) => Cost;

export interface RestPricing {
  readonly shape: Shape;
  readonly cost: RestRule;
}

const any = "any";
const fields = (names: string): { readonly [name: string]: Shape } =>
  Object.fromEntries(names.split(" ").map((name) => [name, any] as const));

const transaction = fields(
  "amount authorization currency device_id gateway kind location_id maximum_refundable order_id parent_id " +
    "processed_at receipt source source_name status test user_id",
);

const refundShape: Shape = {
  transactions: [transaction],
  ...fields("created_at currency discrepancy_reason duties note notify order_id processed_at refund_duties"),
  ...fields("refund_line_items restock shipping"),
};

const differs = malformed("The order_id of the body and the order of the path are not the same.");
const mixed = malformed("All transactions must be in the currency that stands beside them.");

/** Amounts of a list of transactions, in one currency: theirs, or the one given beside them, or that of `of`. */
function transactionsCost(list: readonly Value[], currency: Value | undefined, of: Asked | null): Cost {
  const currencies = new Set(
    [currency, ...list.map((each) => valueAt(each, "currency"))].filter((each) => (each ?? null) !== null),
  );
  if (currencies.size > 1) return mixed;
  const [code] = currencies;
  return sum(list.map((each) => amountIn(valueAt(each, "amount"), code, of)));
}

/** See `refundCreate`: transactions are what moves; without them, at most what the order can give back. */
function refundCost(refund: Value | undefined, order: Asked | null): Cost {
  const transactions = listOf(valueAt(refund, "transactions"));
  if (transactions.length > 0) return transactionsCost(transactions, valueAt(refund, "currency"), order);
  const asksMore = ["refund_line_items", "shipping", "duties", "refund_duties"].some(
    (name) => listOf(valueAt(refund, name)).length > 0,
  );
  return asksMore ? total("refundable", order) : free;
}

const otherOrder = (value: Value | undefined, id: string | undefined) => {
  const named = valueAt(value, "order_id") ?? null;
  return named !== null && named !== id;
};

const createRefund: RestRule = (body, [id]) => {
  const refund = valueAt(body, "refund") ?? null;
  if (!isObject(refund)) return malformed("The body needs a refund.");
  const namesOther = [refund, ...listOf(valueAt(refund, "transactions"))].some((each) =>
    otherOrder(each, id),
  );
  return namesOther ? differs : refundCost(refund, asked("order", id));
};

/** What moves where a transaction names no amount. */
const totals = { capture: "capturable", refund: "refundable", sale: "outstanding" } as const;

const createTransaction: RestRule = (body, [id]) => {
  const given = valueAt(body, "transaction") ?? null;
  if (!isObject(given)) return malformed("The body needs a transaction.");
  if (otherOrder(given, id)) return differs;
  const kind = textAt(given, "kind");
  if (kind === "void") return free;
  if (kind !== "capture" && kind !== "refund" && kind !== "sale" && kind !== "authorization") {
    return malformed("A transaction's kind is authorization, capture, refund, sale or void.");
  }
  const order = asked("order", id);
  if ((valueAt(given, "amount") ?? null) !== null) return transactionsCost([given], undefined, order);
  return kind === "authorization"
    ? unknown("The amount to authorize is not in the request.")
    : total(totals[kind], order);
};

const unpaid = new Set(["pending", "expired", "voided"]);

const createOrder: RestRule = (body) => {
  const order = valueAt(body, "order") ?? null;
  if (!isObject(order)) return malformed("The body needs an order.");
  const transactions = listOf(order.get("transactions"));
  // Where both are given, amounts are in the currency that the customer sees.
  const currency = order.get("presentment_currency") ?? order.get("currency");
  if (transactions.length > 0) return transactionsCost(transactions, currency, { about: "shop" });
  const status = order.get("financial_status") ?? null;
  if (status === null || (typeof status === "string" && unpaid.has(status))) return free;
  return unknown(
    "What an order of this financial_status was paid with is not in the request: send its transactions.",
  );
};

/** Without an amount or a refund a cancellation gives nothing back, and releases what was only authorized. */
const cancelOrder: RestRule = (body, [id]) => {
  const order = asked("order", id);
  const refund = valueAt(body, "refund") ?? null;
  const amount = valueAt(body, "amount") ?? null;
  return sum([
    amount === null ? free : amountIn(amount, valueAt(body, "currency"), order),
    refund === null ? free : refundCost(refund, order),
  ]);
};

const ofShop: Asked = { about: "shop" };

const createGiftCard: RestRule = (body) => {
  const card = valueAt(body, "gift_card");
  return amountIn(valueAt(card, "initial_value"), valueAt(card, "currency"), ofShop);
};

/** An app is charged for in the currency that stands beside the price; without one it is the merchant's plan's. */
const appPrice =
  (name: string, amounts: readonly string[]): RestRule =>
  (body) => {
    const charge = valueAt(body, name);
    const given = amounts.filter((each) => (valueAt(charge, each) ?? null) !== null);
    if (given.length === 0) return malformed(`A ${name} needs a ${amounts.join(" or ")}.`);
    if ((valueAt(charge, "currency") ?? null) === null) {
      return unknown(
        "The currency of the charge is not in the request. Send it, or use the GraphQL mutation.",
      );
    }
    return sum(given.map((each) => moneyOf(valueAt(charge, each), valueAt(charge, "currency"))));
  };

const createFulfillment: RestRule = (body) => {
  const lines = listOf(valueAt(body, "fulfillment", "line_items_by_fulfillment_order"));
  if (lines.length === 0) return malformed("Name the fulfillment orders in line_items_by_fulfillment_order.");
  return sum(
    lines.map((line) => total("capturable", asked("fulfillment", valueAt(line, "fulfillment_order_id")))),
  );
};

const checkout = () => unknown("What a checkout charges is not in the request.");
const chargeShape = fields("capped_amount currency description name price return_url terms test trial_days");

/** How each REST endpoint that costs money is reckoned, by its name without `/admin/api/{version}`. */
export const restPricing: Readonly<Record<string, RestPricing>> = {
  "POST /application_charges.json": {
    shape: { application_charge: chargeShape },
    cost: appPrice("application_charge", ["price"]),
  },
  "POST /checkouts/{checkout_id}/payments.json": { shape: any, cost: checkout },
  "POST /checkouts/{token}/complete.json": { shape: any, cost: checkout },
  "PUT /draft_orders/{id}/complete.json": {
    shape: fields("payment_gateway_id payment_pending"),
    cost: (_, [id]) => total("outstanding", asked("draft", id)),
  },
  "POST /draft_orders/{id}/send_invoice.json": {
    shape: { draft_order_invoice: any },
    cost: (_, [id]) => total("outstanding", asked("draft", id)),
  },
  "POST /fulfillments.json": {
    shape: {
      fulfillment: {
        line_items_by_fulfillment_order: [fields("fulfillment_order_id fulfillment_order_line_items")],
        ...fields("message notify_customer origin_address tracking_info"),
      },
    },
    cost: createFulfillment,
  },
  "POST /gift_cards.json": {
    shape: {
      gift_card: fields(
        "code currency customer_id expires_on initial_value note recipient_id template_suffix user_id message send_on",
      ),
    },
    cost: createGiftCard,
  },
  "POST /gift_cards/{gift_card_id}/adjustments.json": {
    shape: {
      adjustment: fields(
        "amount gift_card_id note processed_at remote_transaction_ref remote_transaction_url",
      ),
    },
    cost: (body) => amountIn(valueAt(body, "adjustment", "amount"), null, ofShop),
  },
  "POST /orders.json": {
    shape: {
      order: {
        transactions: [transaction],
        ...fields(
          "billing_address buyer_accepts_marketing closed_at company currency customer customer_locale",
        ),
        ...fields(
          "discount_codes email financial_status fulfillment_status fulfillments inventory_behaviour",
        ),
        ...fields("line_items metafields name note note_attributes phone po_number presentment_currency"),
        ...fields("processed_at referring_site send_fulfillment_receipt send_receipt shipping_address"),
        ...fields("shipping_lines source_identifier source_name source_url subtotal_price tags tax_lines"),
        ...fields("taxes_included test total_discounts total_line_items_price total_price total_tax"),
        ...fields("total_weight user_id"),
      },
    },
    cost: createOrder,
  },
  "POST /orders/{id}/cancel.json": {
    shape: { refund: refundShape, ...fields("amount currency email reason restock") },
    cost: cancelOrder,
  },
  "POST /orders/{order_id}/refunds.json": { shape: { refund: refundShape }, cost: createRefund },
  "POST /orders/{order_id}/transactions.json": { shape: { transaction }, cost: createTransaction },
  "POST /recurring_application_charges.json": {
    shape: { recurring_application_charge: chargeShape },
    cost: appPrice("recurring_application_charge", ["price", "capped_amount"]),
  },
  "POST /recurring_application_charges/{recurring_application_charge_id}/usage_charges.json": {
    shape: { usage_charge: { ...chargeShape, recurring_application_charge_id: any } },
    cost: appPrice("usage_charge", ["price"]),
  },
  "PUT /recurring_application_charges/{id}/customize.json": {
    shape: any,
    cost: () => unknown("The currency of the new ceiling is not in the request. Use the GraphQL mutation."),
  },
};
