import { listOf, textAt, type Value, valueAt } from "../graphql/value.ts";
import {
  amountIn,
  asked,
  type Cost,
  type CostRule,
  free,
  malformed,
  moneyBag,
  moneyInput,
  sum,
  total,
  unknown,
} from "./cost.ts";

const orderOf = (id: Value | undefined) => asked("order", id);
const draftOf = (id: Value | undefined) => asked("draft", id);
const isFalse = (value: Value | undefined) => value === "false" || value === undefined || value === null;

/** Store credit that a refund gives, beside what goes back to the payer. */
const storeCredits = (methods: Value | undefined): Cost =>
  sum(
    listOf(methods).map((method) => {
      const credit = valueAt(method, "storeCreditRefund");
      return credit === undefined || credit === null ? free : moneyInput(valueAt(credit, "amount"));
    }),
  );

/**
 * The transactions are what moves. Without them and with items to refund Shopify may still suggest some, so the most
 * that the order can give back is held.
 */
const refundCreate: CostRule = (args) => {
  const input = valueAt(args, "input") ?? null;
  const order = orderOf(valueAt(input, "orderId"));
  const transactions = listOf(valueAt(input, "transactions"));
  const credits = storeCredits(valueAt(input, "refundMethods"));
  if (transactions.length > 0) {
    const currency = valueAt(input, "currency");
    const amounts = transactions.map((each) => amountIn(valueAt(each, "amount"), currency, order));
    return sum([...amounts, credits]);
  }
  const asksMore = ["refundLineItems", "shipping", "refundDuties"].some(
    (name) => (valueAt(input, name) ?? null) !== null,
  );
  return asksMore ? sum([total("refundable", order), credits]) : credits;
};

const returnTransfers = (refund: Value | undefined): Cost =>
  sum([
    ...listOf(valueAt(refund, "orderTransactions")).map((each) =>
      moneyInput(valueAt(each, "transactionAmount")),
    ),
    storeCredits(valueAt(refund, "refundMethods")),
  ]);

const returnProcess: CostRule = (args) => {
  const refund = valueAt(args, "input", "financialTransfer", "issueRefund") ?? null;
  if (refund !== null) return returnTransfers(refund);
  const asksMore = ["refundShipping", "refundDuties", "tipLineId"].some(
    (name) => (valueAt(args, "input", name) ?? null) !== null,
  );
  return asksMore
    ? unknown("What this return gives back is not in the request: send it in financialTransfer.")
    : free;
};

const returnRefund: CostRule = (args) => {
  const input = valueAt(args, "returnRefundInput");
  return listOf(valueAt(input, "orderTransactions")).length > 0
    ? returnTransfers(input)
    : unknown("What this return gives back is not in the request: send its orderTransactions.");
};

const orderCapture: CostRule = (args) => {
  const input = valueAt(args, "input");
  return amountIn(valueAt(input, "amount"), valueAt(input, "currency"), orderOf(valueAt(input, "id")));
};

const unpaid = new Set(["PENDING", "EXPIRED", "VOIDED"]);

const orderCreate: CostRule = (args) => {
  const order = valueAt(args, "order");
  const transactions = listOf(valueAt(order, "transactions"));
  if (transactions.length > 0) return sum(transactions.map((each) => moneyBag(valueAt(each, "amountSet"))));
  const status = valueAt(order, "financialStatus") ?? null;
  if (status === null || (typeof status === "string" && unpaid.has(status))) return free;
  return unknown(
    "What an order of this financialStatus was paid with is not in the request: send its transactions.",
  );
};

/** Only an explicit "no" to each way of refunding says that nothing is given back. */
const orderCancel: CostRule = (args) => {
  const method = valueAt(args, "refundMethod") ?? null;
  const keeps =
    method === null
      ? textAt(args, "refund") === "false"
      : textAt(method, "originalPaymentMethodsRefund") === "false" &&
        (valueAt(method, "storeCreditRefund") ?? null) === null &&
        isFalse(valueAt(args, "refund"));
  return keeps ? free : total("refundable", orderOf(valueAt(args, "orderId")));
};

const payment: CostRule = (args) => {
  const amount = valueAt(args, "amount") ?? null;
  return amount === null ? total("outstanding", orderOf(valueAt(args, "id"))) : moneyInput(amount);
};

/** A store may be set to capture what it fulfils, so all that the order has authorized counts. */
const fulfillmentCreate: CostRule = (args) => {
  const lines = listOf(valueAt(args, "fulfillment", "lineItemsByFulfillmentOrder"));
  if (lines.length === 0) return malformed("Name the fulfillment orders in lineItemsByFulfillmentOrder.");
  return sum(
    lines.map((line) => total("capturable", asked("fulfillment", valueAt(line, "fulfillmentOrderId")))),
  );
};

const appSubscriptionCreate: CostRule = (args) => {
  const plans = listOf(valueAt(args, "lineItems")).map((line) => valueAt(line, "plan"));
  if (plans.length === 0) return malformed("A subscription has lineItems.");
  return sum(
    plans.map((plan) => {
      const price = valueAt(plan, "appRecurringPricingDetails", "price") ?? null;
      const capped = valueAt(plan, "appUsagePricingDetails", "cappedAmount") ?? null;
      if (price === null && capped === null) return malformed("A line's plan has a price or a cappedAmount.");
      return sum([price, capped].flatMap((money) => (money === null ? [] : [moneyInput(money)])));
    }),
  );
};

const contractPrice = () =>
  unknown(
    "What this charges is not in the request: it is the subscription contract's, with delivery and tax.",
  );

/** How each mutation's cost is reckoned. One that costs money and is not here is refused as unknown. */
export const mutationRules: Readonly<Record<string, CostRule>> = {
  appPurchaseOneTimeCreate: (args) => moneyInput(valueAt(args, "price")),
  appSubscriptionCancel: (args) =>
    isFalse(valueAt(args, "prorate"))
      ? free
      : unknown("What a prorated cancellation credits is not in the request: send prorate: false."),
  appSubscriptionCreate,
  appSubscriptionLineItemUpdate: (args) => moneyInput(valueAt(args, "cappedAmount")),
  appUsageRecordCreate: (args) => moneyInput(valueAt(args, "price")),
  draftOrderComplete: (args) => total("outstanding", draftOf(valueAt(args, "id"))),
  draftOrderInvoiceSend: (args) => total("outstanding", draftOf(valueAt(args, "id"))),
  fulfillmentCreate,
  fulfillmentCreateV2: fulfillmentCreate,
  giftCardCreate: (args) => amountIn(valueAt(args, "input", "initialValue"), null, { about: "shop" }),
  giftCardCredit: (args) => moneyInput(valueAt(args, "creditInput", "creditAmount")),
  giftCardDebit: (args) => moneyInput(valueAt(args, "debitInput", "debitAmount")),
  orderCancel,
  orderCapture,
  orderCreate,
  orderCreateManualPayment: payment,
  orderCreateMandatePayment: payment,
  orderEditCommit: () =>
    unknown("What an edited order comes to is not in the request: the calculated order tells it."),
  orderInvoiceSend: (args) => total("outstanding", orderOf(valueAt(args, "id"))),
  orderMarkAsPaid: (args) => total("outstanding", orderOf(valueAt(args, "input", "id"))),
  refundCreate,
  returnProcess,
  returnRefund,
  storeCreditAccountCredit: (args) => moneyInput(valueAt(args, "creditInput", "creditAmount")),
  storeCreditAccountDebit: (args) => moneyInput(valueAt(args, "debitInput", "debitAmount")),
  subscriptionBillingAttemptCreate: contractPrice,
  subscriptionBillingCycleCharge: contractPrice,
};
