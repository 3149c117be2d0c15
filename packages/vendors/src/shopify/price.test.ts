import { describe, expect, test } from "vitest";
import { createShopifySandbox } from "./sandbox/shopify-sandbox.ts";
import {
  type CallOptions,
  graphqlBody,
  mustPrice,
  outcomeOf,
  priceBody,
  priceDocument,
  priceRest,
  send,
} from "./testing/calls.ts";

const outcome = (query: string, variables?: unknown, options?: CallOptions) =>
  outcomeOf(priceDocument(query, variables, options));

/** With a fresh store to ask. */
const asking = (query: string, variables?: unknown, options?: CallOptions) =>
  outcome(query, variables, { sandbox: createShopifySandbox(), ...options });

const refund = (fields: string) =>
  `mutation { refundCreate(input: {orderId: "gid://shopify/Order/1001", ${fields}}) { userErrors { message } } }`;
const one = (amount: string) =>
  `{amount: ${amount}, gateway: "g", kind: REFUND, orderId: "gid://shopify/Order/1001"}`;
const money = (amount: string, code = "USD") => `{amount: "${amount}", currencyCode: ${code}}`;

describe("every mutation that moves money is priced", () => {
  test.each([
    [
      "a refund's transactions are summed",
      refund(`currency: USD, transactions: [${one('"10.50"')}, ${one("2")}]`),
      12.5,
    ],
    ["one transaction stands for a list of one", refund(`currency: USD, transactions: ${one('"3"')}`), 3],
    [
      "store credit counts beside what goes back",
      refund(
        `currency: USD, transactions: [${one('"1"')}], refundMethods: [{storeCreditRefund: {amount: ${money("4")}}}]`,
      ),
      5,
    ],
    ["a refund that only says so moves nothing", refund('note: "n"'), 0],
    ["another currency by rate and margin", refund(`currency: EUR, transactions: [${one('"100"')}]`), 113.4],
    ["a currency without decimals", refund(`currency: JPY, transactions: [${one('"1000.0"')}]`), 7.035],
    [
      "returnProcess",
      `mutation { returnProcess(input: {returnId: "r", financialTransfer: {issueRefund: {orderTransactions: [{transactionAmount: ${money("7")}, parentId: "p"}, {transactionAmount: ${money("1")}}]}}}) { userErrors { message } } }`,
      8,
    ],
    [
      "a return without a transfer",
      'mutation { returnProcess(input: {returnId: "r"}) { userErrors { message } } }',
      0,
    ],
    [
      "returnRefund",
      `mutation { returnRefund(returnRefundInput: {returnId: "r", orderTransactions: [{transactionAmount: ${money("7")}}]}) { userErrors { message } } }`,
      7,
    ],
    [
      "orderCapture",
      'mutation { orderCapture(input: {id: "gid://shopify/Order/1002", parentTransactionId: "t", amount: "9", currency: USD}) { userErrors { message } } }',
      9,
    ],
    [
      "orderCreate: the larger of both currencies of each transaction",
      `mutation { orderCreate(order: {transactions: [{kind: SALE, amountSet: {shopMoney: ${money("10")}, presentmentMoney: ${money("10", "EUR")}}}, {amountSet: {shopMoney: ${money("1")}}}]}) { userErrors { message } } }`,
      12.34,
    ],
    [
      "an order to be paid later",
      "mutation { orderCreate(order: {financialStatus: PENDING}) { userErrors { message } } }",
      0,
    ],
    [
      "orderCreateManualPayment",
      `mutation { orderCreateManualPayment(id: "gid://shopify/Order/1004", amount: ${money("6")}) { userErrors { message } } }`,
      6,
    ],
    [
      "orderCreateMandatePayment",
      `mutation { orderCreateMandatePayment(id: "gid://shopify/Order/1004", mandateId: "m", idempotencyKey: "k", amount: ${money("6")}) { userErrors { message } } }`,
      6,
    ],
    [
      "giftCardCredit",
      `mutation { giftCardCredit(id: "c", creditInput: {creditAmount: ${money("5")}}) { userErrors { message } } }`,
      5,
    ],
    [
      "giftCardDebit",
      `mutation { giftCardDebit(id: "c", debitInput: {debitAmount: ${money("5")}}) { userErrors { message } } }`,
      5,
    ],
    [
      "storeCreditAccountCredit",
      `mutation { storeCreditAccountCredit(id: "c", creditInput: {creditAmount: ${money("5")}}) { userErrors { message } } }`,
      5,
    ],
    [
      "storeCreditAccountDebit",
      `mutation { storeCreditAccountDebit(id: "c", debitInput: {debitAmount: ${money("5")}}) { userErrors { message } } }`,
      5,
    ],
    [
      "appPurchaseOneTimeCreate",
      `mutation { appPurchaseOneTimeCreate(name: "n", price: ${money("5")}, returnUrl: "u") { userErrors { message } } }`,
      5,
    ],
    [
      "appSubscriptionCreate: prices and ceilings",
      `mutation { appSubscriptionCreate(name: "n", returnUrl: "u", lineItems: [{plan: {appRecurringPricingDetails: {price: ${money("5")}}}}, {plan: {appUsagePricingDetails: {cappedAmount: ${money("20")}, terms: "t"}}}]) { userErrors { message } } }`,
      25,
    ],
    [
      "appSubscriptionLineItemUpdate",
      `mutation { appSubscriptionLineItemUpdate(id: "l", cappedAmount: ${money("30")}) { userErrors { message } } }`,
      30,
    ],
    [
      "appUsageRecordCreate",
      `mutation { appUsageRecordCreate(subscriptionLineItemId: "l", description: "d", price: ${money("0.50")}) { userErrors { message } } }`,
      0.5,
    ],
    ["appSubscriptionCancel", 'mutation { appSubscriptionCancel(id: "s") { userErrors { message } } }', 0],
    [
      "an order that keeps its money",
      'mutation { orderCancel(orderId: "gid://shopify/Order/1001", refundMethod: {originalPaymentMethodsRefund: false}, restock: true, reason: OTHER) { userErrors { message } } }',
      0,
    ],
    ["a void", 'mutation { transactionVoid(parentTransactionId: "t") { userErrors { message } } }', 0],
    ["a query", "{ shop { name } }", 0],
  ])("%s", (_, document, dollars) => {
    expect(outcome(document)).toBe(`allowed ${dollars}`);
  });

  test.each([
    ["a refund in the order's own currency", refund(`transactions: [${one('"10"')}]`), 10],
    [
      "a refund of an order paid in euros",
      refund(`transactions: [${one('"10"')}]`).replaceAll("Order/1001", "Order/1003"),
      11.34,
    ],
    [
      "a refund of items without an amount: all that is left",
      refund('refundLineItems: [{lineItemId: "l", quantity: 1}]'),
      100,
    ],
    ["a refund of shipping without an amount", refund("shipping: {fullRefund: true}"), 100],
    [
      "a cancellation that gives back",
      'mutation { orderCancel(orderId: "gid://shopify/Order/1005", refundMethod: {originalPaymentMethodsRefund: true}, restock: true, reason: OTHER) { userErrors { message } } }',
      42,
    ],
    [
      "a cancellation that does not say",
      'mutation { orderCancel(orderId: "gid://shopify/Order/1001", restock: true, reason: OTHER) { userErrors { message } } }',
      100,
    ],
    [
      "a capture in the order's own currency",
      'mutation { orderCapture(input: {id: "gid://shopify/Order/1002", parentTransactionId: "t", amount: "9"}) { userErrors { message } } }',
      9,
    ],
    [
      "an order marked as paid",
      'mutation { orderMarkAsPaid(input: {id: "gid://shopify/Order/1004"}) { userErrors { message } } }',
      60,
    ],
    [
      "a manual payment of all",
      'mutation { orderCreateManualPayment(id: "gid://shopify/Order/1004") { userErrors { message } } }',
      60,
    ],
    [
      "an invoice sent",
      'mutation { orderInvoiceSend(id: "gid://shopify/Order/1004") { userErrors { message } } }',
      60,
    ],
    [
      "a draft completed",
      'mutation { draftOrderComplete(id: "gid://shopify/DraftOrder/3001") { userErrors { message } } }',
      45,
    ],
    [
      "a draft's invoice",
      'mutation { draftOrderInvoiceSend(id: "gid://shopify/DraftOrder/3001") { userErrors { message } } }',
      45,
    ],
    [
      "a gift card in the shop's currency",
      'mutation { giftCardCreate(input: {initialValue: "15"}) { userErrors { message } } }',
      15,
    ],
    [
      "a fulfillment: what the store may capture",
      'mutation { fulfillmentCreate(fulfillment: {lineItemsByFulfillmentOrder: [{fulfillmentOrderId: "gid://shopify/FulfillmentOrder/41002"}]}) { userErrors { message } } }',
      250,
    ],
  ])("after a look-up: %s", (_, document, dollars) => {
    expect(outcome(document)).toMatch(/^asks QUERY /);
    expect(asking(document)).toBe(`allowed ${dollars}`);
  });

  test("several mutations are summed, and everything is asked in one query", () => {
    const document = `mutation {
      a: refundCreate(input: {orderId: "gid://shopify/Order/1001", transactions: [${one('"10"')}]}) { userErrors { message } }
      b: orderCapture(input: {id: "gid://shopify/Order/1003", parentTransactionId: "t", amount: "10"}) { userErrors { message } }
      c: giftCardCreate(input: {initialValue: "5"}) { userErrors { message } }
    }`;
    expect(outcome(document)).toBe("asks QUERY order, QUERY shop");
    expect(asking(document)).toBe("allowed 26.34");
  });

  test("what an order still holds is not priced beside what could change it", () => {
    const document = `mutation {
      a: orderMarkAsPaid(input: {id: "gid://shopify/Order/1004"}) { userErrors { message } }
      b: orderCancel(orderId: "gid://shopify/Order/1004", restock: true, reason: OTHER) { userErrors { message } }
    }`;
    expect(asking(document)).toBe("denied_cost_unknown");
    expect(
      asking(document.replace(/b: .*/, 'b: tagsAdd(id: "x", tags: []) { userErrors { message } }')),
    ).toBe("allowed 60");
  });

  test("what stands in variables counts like what stands in the document", () => {
    const query =
      "mutation R($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }";
    const transactions = [{ amount: "10.00" }, { amount: 2.5 }];
    expect(
      outcome(query, { input: { orderId: "gid://shopify/Order/1001", currency: "USD", transactions } }),
    ).toBe("allowed 12.5");
    const inner =
      'mutation R($a: Money! = "7") { refundCreate(input: {orderId: "x", currency: USD, transactions: [{amount: $a}]}) { userErrors { message } } }';
    expect(outcome(inner)).toBe("allowed 7");
    expect(outcome(inner, { a: "9" })).toBe("allowed 9");
  });
});

describe("what cannot be priced is refused", () => {
  test.each([
    ["an edit", 'mutation { orderEditCommit(id: "e") { userErrors { message } } }'],
    [
      "a subscription's charge",
      'mutation { subscriptionBillingAttemptCreate(subscriptionContractId: "c", subscriptionBillingAttemptInput: {idempotencyKey: "k"}) { userErrors { message } } }',
    ],
    [
      "a return with a refund that is not told",
      'mutation { returnProcess(input: {returnId: "r", refundShipping: {fullRefund: true}}) { userErrors { message } } }',
    ],
    [
      "a paid order without transactions",
      "mutation { orderCreate(order: {financialStatus: PAID}) { userErrors { message } } }",
    ],
    [
      "a prorated cancellation",
      'mutation { appSubscriptionCancel(id: "s", prorate: true) { userErrors { message } } }',
    ],
  ])("%s", (_, document) => {
    expect(outcome(document)).toBe("denied_cost_unknown");
    expect(outcome(document, undefined, { rules: { assumedCallMicros: 3_000_000n } })).toBe("allowed 3");
  });

  test("an assumed price never stands for amounts that are known", () => {
    const document = `mutation {
      a: orderEditCommit(id: "e") { userErrors { message } }
      b: orderEditCommit(id: "f") { userErrors { message } }
      c: giftCardCredit(id: "c", creditInput: {creditAmount: ${money("500")}}) { userErrors { message } }
    }`;
    expect(outcome(document, undefined, { rules: { assumedCallMicros: 1_000_000n } })).toBe("allowed 502");
  });

  test("an amount that the store does not tell is assumed for each, beside what is known", () => {
    const credit = `refundMethods: [{storeCreditRefund: {amount: ${money("5")}}}]`;
    const gone = refund(`transactions: [${one('"10"')}, ${one('"10"')}], ${credit}`).replaceAll(
      "1001",
      "999",
    );
    expect(asking(gone, undefined, { rules: { assumedCallMicros: 1_000_000n } })).toBe("allowed 7");
  });

  test("an order that the store does not know, and a store that does not answer", () => {
    const gone = refund(`transactions: [${one('"10"')}]`).replaceAll("1001", "999");
    expect(asking(gone)).toBe("denied_cost_unknown");
    const result = priceDocument(refund(`transactions: [${one('"10"')}]`));
    if (result.ok !== "ask") throw new Error("it asks nothing");
    expect(outcomeOf(result.resume(null))).toBe("denied_cost_unknown");
    const headers = new Map<string, string>();
    expect(outcomeOf(result.resume({ status: 200, headers, body: Buffer.from("nonsense") }))).toBe(
      "denied_cost_unknown",
    );
    expect(outcomeOf(result.resume({ status: 200, headers, body: null }))).toBe("denied_cost_unknown");
  });

  test("a currency outside the rules, or without a rate", () => {
    const euros = refund(`currency: EUR, transactions: [${one('"1"')}]`);
    expect(outcome(euros, undefined, { rules: { currencies: ["usd"] } })).toBe("denied_currency");
    expect(outcome(euros.replace("EUR", "CHF"))).toBe("denied_currency");
  });

  test("without a credential there is no store to send to", () => {
    expect(outcome("{ shop { name } }", undefined, { account: null })).toBe("denied_credential");
    expect(outcome(refund(`transactions: [${one('"10"')}]`), undefined, { account: null })).toBe(
      "denied_credential",
    );
    // What is wrong with the request itself is said first.
    expect(
      outcome(refund(`currency: EUR, transactions: [${one('"-1"')}]`), undefined, { account: null }),
    ).toBe("denied_request");
  });
});

describe("tricks with amounts", () => {
  test.each([
    '"-5"',
    '"+5"',
    '"05"',
    '" 5"',
    '"5 "',
    '"5e3"',
    "5e3",
    '"0x5"',
    '"1,000"',
    '"٥"',
    '"５"',
    '""',
    "null",
    '"0"',
    '"0.00"',
    '"5."',
    '".5"',
    '"5.001"',
    '"9999999999999"',
    '"NaN"',
    "true",
    "[5]",
    "{a: 5}",
    "FIVE",
    '"1_000"',
    '"5\\u00a0"',
  ])("an amount of %s", (amount) => {
    expect(outcome(refund(`currency: USD, transactions: [${one(amount)}]`))).toBe("denied_request");
  });

  test.each([
    ["a currency in small letters", refund(`currency: usd, transactions: [${one('"5"')}]`)],
    ["no amount", refund("currency: USD, transactions: [{kind: REFUND}]")],
    ["a list in a list", refund(`currency: USD, transactions: [[${one('"5"')}]]`)],
    [
      "an input that is a list",
      'mutation { refundCreate(input: [{orderId: "x"}]) { userErrors { message } } }',
    ],
    ["a field that nobody knows", refund(`currency: USD, amount: "5", transactions: [${one('"5"')}]`)],
    [
      "an argument that nobody knows",
      'mutation { orderMarkAsPaid(input: {id: "x"}, amount: "5") { userErrors { message } } }',
    ],
    ["the same field twice", refund(`currency: USD, transactions: [{amount: "1", amount: "500"}]`)],
    ["the same argument twice", 'mutation { giftCardCredit(id: "c", id: "d") { userErrors { message } } }'],
    ["finer than yen", refund(`currency: JPY, transactions: [${one('"5.5"')}]`)],
    ["more than a billion dollars", refund(`currency: USD, transactions: [${one('"999999999999"')}]`)],
  ])("%s", (_, document) => {
    expect(outcome(document)).toBe("denied_request");
  });

  test("a key that stands twice in the variables", () => {
    const query =
      "mutation R($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }";
    const variables =
      '{"input":{"orderId":"x","currency":"USD","transactions":[{"amount":"1","amount":"500"}]}}';
    expect(outcomeOf(priceBody(`{"query":${JSON.stringify(query)},"variables":${variables}}`))).toBe(
      "denied_request",
    );
  });

  test("@include and @skip change nothing of the price", () => {
    const document = `mutation M($no: Boolean!) {
      a: giftCardCredit(id: "c", creditInput: {creditAmount: ${money("5")}}) @include(if: $no) { userErrors { message } }
      ...F @skip(if: true)
    }
    fragment F on Mutation { b: giftCardCredit(id: "c", creditInput: {creditAmount: ${money("7")}}) { userErrors { message } } }`;
    expect(outcome(document, { no: false })).toBe("allowed 12");
  });
});

describe("REST", () => {
  const rest = (line: string, body?: unknown, options?: CallOptions) =>
    outcomeOf(priceRest(line, body, { sandbox: createShopifySandbox(), ...options }));

  test.each([
    [
      "POST /orders/1001/refunds.json",
      { refund: { currency: "USD", transactions: [{ amount: "10.5" }, { amount: 2 }] } },
      12.5,
    ],
    ["POST /orders/1003/refunds.json", { refund: { transactions: [{ amount: "10" }] } }, 11.34],
    [
      "POST /orders/1001/refunds.json",
      { refund: { refund_line_items: [{ line_item_id: 1, quantity: 1 }] } },
      100,
    ],
    ["POST /orders/1001/refunds.json", { refund: { note: "n" } }, 0],
    ["POST /orders/1001/refunds/calculate.json", { refund: { shipping: { full_refund: true } } }, 0],
    ["POST /orders/1002/transactions.json", { transaction: { kind: "capture" } }, 250],
    [
      "POST /orders/1002/transactions.json",
      { transaction: { kind: "capture", amount: "4", currency: "USD" } },
      4,
    ],
    ["POST /orders/1005/transactions.json", { transaction: { kind: "refund" } }, 42],
    ["POST /orders/1004/transactions.json", { transaction: { kind: "sale" } }, 60],
    ["POST /orders/1002/transactions.json", { transaction: { kind: "void", parent_id: 1 } }, 0],
    [
      "POST /orders.json",
      { order: { currency: "EUR", transactions: [{ kind: "sale", amount: "10" }] } },
      11.34,
    ],
    ["POST /orders.json", { order: { transactions: [{ kind: "sale", amount: "10" }] } }, 10],
    ["POST /orders.json", { order: { line_items: [] } }, 0],
    ["POST /orders/1001/cancel.json", { amount: "20", currency: "USD" }, 20],
    ["POST /orders/1001/cancel.json", { refund: { transactions: [{ amount: "20" }] } }, 20],
    ["POST /orders/1001/cancel.json", { reason: "other" }, 0],
    ["PUT /draft_orders/3001/complete.json", null, 45],
    ["POST /draft_orders/3001/send_invoice.json", { draft_order_invoice: {} }, 45],
    ["POST /gift_cards.json", { gift_card: { initial_value: "25.00" } }, 25],
    ["POST /gift_cards/5001/adjustments.json", { adjustment: { amount: 8 } }, 8],
    [
      "POST /fulfillments.json",
      { fulfillment: { line_items_by_fulfillment_order: [{ fulfillment_order_id: 41002 }] } },
      250,
    ],
    ["POST /application_charges.json", { application_charge: { name: "n", price: "5", currency: "USD" } }, 5],
    [
      "POST /recurring_application_charges.json",
      { recurring_application_charge: { name: "n", price: 5, capped_amount: 20, currency: "USD" } },
      25,
    ],
    [
      "POST /recurring_application_charges/1/usage_charges.json",
      { usage_charge: { description: "d", price: 5, currency: "USD" } },
      5,
    ],
    ["GET /orders.json", "", 0],
    ["PUT /orders/1001.json", { order: { note: "n" } }, 0],
  ])("%s %j", (line, body, dollars) => {
    expect(rest(line, body)).toBe(`allowed ${dollars}`);
  });

  test.each([
    ["POST /checkouts/0123456789abcdef/payments.json", { payment: { amount: "5" } }, "denied_cost_unknown"],
    ["POST /checkouts/0123456789abcdef/complete.json", "", "denied_cost_unknown"],
    ["POST /application_charges.json", { application_charge: { price: "5" } }, "denied_cost_unknown"],
    ["PUT /recurring_application_charges/1/customize.json", "", "denied_cost_unknown"],
    ["POST /orders.json", { order: { financial_status: "paid" } }, "denied_cost_unknown"],
    [
      "POST /orders/1001/transactions.json",
      { transaction: { kind: "authorization" } },
      "denied_cost_unknown",
    ],
    [
      "POST /orders/999/refunds.json",
      { refund: { transactions: [{ amount: "10" }] } },
      "denied_cost_unknown",
    ],
    [
      "POST /orders/1001/transactions.json",
      { transaction: { kind: "Refund", amount: "5" } },
      "denied_request",
    ],
    ["POST /orders/1001/transactions.json", { transaction: { amount: "5" } }, "denied_request"],
    [
      "POST /orders/1001/refunds.json",
      { refund: { order_id: 1003, transactions: [{ amount: "10" }] } },
      "denied_request",
    ],
    ["POST /orders/1001/refunds.json", { refund: { transactions: [{ amount: "-10" }] } }, "denied_request"],
    [
      "POST /orders/1001/refunds.json",
      { refund: { currency: "EUR", transactions: [{ amount: "1", currency: "USD" }] } },
      "denied_request",
    ],
    ["POST /orders/1001/refunds.json", { refund: { surprise: 1 } }, "denied_request"],
    ["POST /orders/1001/refunds.json", { refunds: [] }, "denied_request"],
    ["POST /orders/1001/refunds.json", "[]", "denied_request"],
    ["POST /orders/1001/refunds.json", '{"refund":{"note":"a","note":"b"}}', "denied_request"],
    ["POST /gift_cards/5001/adjustments.json", { adjustment: { amount: -8 } }, "denied_request"],
  ])("%s %j is %s", (line, body, verdict) => {
    expect(rest(line, body)).toBe(verdict);
  });

  test("parameters count from the query as from the body, and from one of both only", () => {
    const line = "POST /orders/1001/cancel.json";
    expect(rest(line, "null", { query: "amount=20&currency=USD" })).toBe("allowed 20");
    expect(rest(line, { amount: "1", currency: "USD" }, { query: "amount=20" })).toBe("denied_request");
    expect(rest(line, "", { query: "surprise=1" })).toBe("denied_request");
    expect(rest("GET /orders.json", "", { query: "access_token=x" })).toBe("denied_request");
  });

  test("another content type is refused", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(rest("POST /orders/1001/refunds.json", "refund[note]=n", { headers })).toBe("denied_request 415");
  });
});

describe("what is sent", () => {
  test("goes to the store of the credential, rebuilt, with no header that is not listed", () => {
    const headers = {
      "x-forwarded-host": "evil.example",
      accept: "application/json",
      "user-agent": "t",
      origin: "o",
    };
    const body = graphqlBody("query A { shop { name } } query B { orders { nodes { id } } }", {}, "A");
    const { outgoing } = mustPrice(priceBody(body, { headers }));
    expect(outgoing).toMatchObject({
      origin: "https://acme.myshopify.com",
      target: "/admin/api/2026-04/graphql.json",
    });
    expect(outgoing.headers).toEqual([
      ["content-type", "application/json"],
      ["accept", "application/json"],
      ["user-agent", "t"],
    ]);
    const sent = JSON.parse(String(outgoing.body));
    expect(sent).toEqual({
      query: "query A {\n  shop {\n    name\n  }\n}",
      variables: {},
      operationName: "A",
    });
  });

  test("numbers and long ids keep their digits", () => {
    const { outgoing } = mustPrice(
      priceBody('{"query":"query Q($a: Int!) { order(id: $a) { id } }","variables":{"a":9007199254740993}}'),
    );
    expect(String(outgoing.body)).toContain('"variables":{"a":9007199254740993}');
    const rest = mustPrice(
      priceRest("PUT /orders/9007199254740993.json", '{"order":{"id":9007199254740993}}'),
    );
    expect(String(rest.outgoing.body)).toBe('{"order":{"id":9007199254740993}}');
  });

  test("the key of @idempotent attaches retries, where the mutation and the version honour it", () => {
    const document = (name: string) =>
      `mutation M($k: String!) { ${name} @idempotent(key: $k) { r: refund { i: id } userErrors { message } } }`;
    const refunds = document('refundCreate(input: {orderId: "x"})');
    const keyOf = (query: string, path?: string) =>
      mustPrice(priceDocument(query, { k: "key-1" }, path === undefined ? {} : { path })).idempotencyKey;
    expect(keyOf(refunds)).toBe("key-1");
    expect(keyOf(refunds.replace("$k: String!", '$k: String = "a"'))).toBe("key-1");
    expect(keyOf(refunds, "/admin/api/2025-10/graphql.json")).toBeNull();
    // A repeated answer is known by its refund's id only.
    expect(keyOf(refunds.replace("i: id", "note"))).toBeNull();
    expect(keyOf(refunds.replace("i: id", "id: note"))).toBeNull();
    expect(keyOf(refunds.replace("i: id", "i: id @skip(if: true)"))).toBeNull();
    expect(keyOf(document('tagsAdd(id: "x", tags: [])'))).toBeNull();
    const both = refunds.replace(
      "} } }",
      '} } b: refundCreate(input: {orderId: "y"}) @idempotent(key: "z") { userErrors { message } } }',
    );
    expect(keyOf(both)).toBeNull();
    expect(outcome(refunds, { k: "ключ" })).toBe("denied_request");
  });

  test("a look-up moves nothing", () => {
    const sandbox = createShopifySandbox();
    const result = priceDocument(refund(`transactions: [${one('"10"')}]`));
    if (result.ok !== "ask") throw new Error("it asks nothing");
    expect(result.lookUp.endpoint).toMatchObject({ name: "QUERY order", class: "READ" });
    expect(send(sandbox, result.lookUp.outgoing)).toMatchObject({
      status: 200,
      executed: false,
      movements: [],
    });
  });

  test("the row stays small, however much a call has to show", () => {
    const long = '\u2028"漢'.repeat(400);
    const items = Array.from({ length: 60 }, () => ({
      amount: "1",
      orderId: long,
      kind: long,
      parentId: long,
    }));
    const query =
      "mutation R($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }";
    const variables = { input: { orderId: long, currency: "USD", transactions: items } };
    const { audit } = mustPrice(priceDocument(query, variables));
    expect(Buffer.byteLength(JSON.stringify(audit))).toBeLessThan(3_800);
    expect(Object.keys(audit).length).toBeGreaterThan(3);
  });

  test("the row shows what moves and of which order", () => {
    const { audit, basis } = mustPrice(
      priceDocument(refund(`currency: USD, transactions: [${one('"10"')}]`)),
    );
    expect(audit).toMatchObject({
      "refundCreate.input.orderId": "gid://shopify/Order/1001",
      "refundCreate.input.transactions.0.amount": "10",
      price_basis: "request",
      api_version: "2026-04",
    });
    expect(basis).toMatchObject({ currency: "usd", amountMinor: 1000n });
  });
});
