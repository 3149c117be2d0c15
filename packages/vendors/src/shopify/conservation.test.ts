import fc from "fast-check";
import { expect, test } from "vitest";
import type { PriceResult, VendorRequest } from "../pricing.ts";
import type { Movement } from "../sandbox.ts";
import { createShopifySandbox } from "./sandbox/shopify-sandbox.ts";
import { graphqlBody, priceBody, priceRest, requestOf, rules, send, token } from "./testing/calls.ts";

/** A version in which `@idempotent` is optional. */
const path = "/admin/api/2026-01/graphql.json";

const amount = fc.oneof(
  fc.constantFrom(
    "10",
    "0.01",
    "99.99",
    "100.00",
    "250",
    "5.5",
    "1e2",
    "-3",
    "0",
    "12.345",
    "007",
    " 4",
    "1000000",
    "",
  ),
  fc.integer({ min: 1, max: 30_000 }).map((cents) => (cents / 100).toFixed(2)),
);
const currency = fc.constantFrom("USD", "USD", "EUR", "JPY", "KWD", "usd", "GBP");
const orderId = fc.constantFrom("1001", "1002", "1003", "1004", "1005", "1020", "999");
const order = orderId.map((id) => `gid://shopify/Order/${id}`);
const money = fc.record({ amount, currencyCode: currency });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const oneOrMore = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { maxLength: 3 }));

const refundTransaction = fc.record({
  amount: fc.oneof(amount, fc.integer({ min: 1, max: 90 })),
  gateway: fc.constant("g"),
  kind: fc.constantFrom("REFUND", "SALE"),
  orderId: order,
});
const input = fc.record({
  orderId: order,
  currency: maybe(currency),
  note: maybe(fc.constantFrom("n", null)),
  allowOverRefunding: maybe(fc.boolean()),
  transactions: maybe(fc.oneof(oneOrMore(refundTransaction), fc.constant(null))),
  refundMethods: maybe(oneOrMore(fc.record({ storeCreditRefund: maybe(fc.record({ amount: money })) }))),
  shipping: maybe(fc.record({ fullRefund: fc.boolean() })),
});

type Piece = readonly [
  field: string,
  types: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
];
const bag = fc.record({ shopMoney: money, presentmentMoney: maybe(money) });

const piece: fc.Arbitrary<Piece> = fc.oneof(
  input.map((value): Piece => ["refundCreate", { input: "RefundInput!" }, { input: value }]),
  fc
    .record({ id: order, parentTransactionId: fc.constant("p"), amount, currency: maybe(currency) })
    .map((value): Piece => ["orderCapture", { input: "OrderCaptureInput!" }, { input: value }]),
  fc
    .record({
      transactions: maybe(
        oneOrMore(fc.record({ amountSet: bag, kind: maybe(fc.constantFrom("SALE", "AUTHORIZATION")) })),
      ),
      financialStatus: maybe(fc.constantFrom("PENDING", "PAID")),
    })
    .map((value): Piece => ["orderCreate", { order: "OrderCreateOrderInput!" }, { order: value }]),
  fc
    .record({
      orderId: order,
      restock: fc.constant(true),
      reason: fc.constant("OTHER"),
      refund: maybe(fc.boolean()),
      refundMethod: maybe(
        fc.record({
          originalPaymentMethodsRefund: maybe(fc.boolean()),
          storeCreditRefund: maybe(fc.constant({})),
        }),
      ),
    })
    .map(
      (values): Piece => [
        "orderCancel",
        {
          orderId: "ID!",
          restock: "Boolean!",
          reason: "OrderCancelReason!",
          refund: "Boolean",
          refundMethod: "OrderCancelRefundMethodInput",
        },
        values,
      ],
    ),
  order.map((id): Piece => ["orderMarkAsPaid", { input: "OrderMarkAsPaidInput!" }, { input: { id } }]),
  fc
    .record({ id: order, amount: maybe(fc.oneof(money, fc.constant(null))) })
    .map((values): Piece => ["orderCreateManualPayment", { id: "ID!", amount: "MoneyInput" }, values]),
  fc.constant<Piece>(["draftOrderComplete", { id: "ID!" }, { id: "gid://shopify/DraftOrder/3001" }]),
  oneOrMore(orderId.map((id) => ({ fulfillmentOrderId: `gid://shopify/FulfillmentOrder/4${id}` }))).map(
    (lines): Piece => [
      "fulfillmentCreate",
      { fulfillment: "FulfillmentInput!" },
      { fulfillment: { lineItemsByFulfillmentOrder: lines } },
    ],
  ),
  amount.map(
    (initialValue): Piece => [
      "giftCardCreate",
      { input: "GiftCardCreateInput!" },
      { input: { initialValue } },
    ],
  ),
  money.map(
    (creditAmount): Piece => [
      "giftCardCredit",
      { id: "ID!", creditInput: "GiftCardCreditInput!" },
      { id: "gid://shopify/GiftCard/5001", creditInput: { creditAmount } },
    ],
  ),
  money.map(
    (creditAmount): Piece => [
      "storeCreditAccountCredit",
      { id: "ID!", creditInput: "StoreCreditAccountCreditInput!" },
      { id: "gid://shopify/StoreCreditAccount/6001", creditInput: { creditAmount } },
    ],
  ),
  money.map(
    (price): Piece => [
      "appUsageRecordCreate",
      { subscriptionLineItemId: "ID!", description: "String!", price: "MoneyInput!" },
      { subscriptionLineItemId: "l", description: "d", price },
    ],
  ),
);

const enums = new Set(["currency", "currencyCode", "kind", "reason"]);

/** A value as a literal of a document. */
function literal(value: unknown, name = ""): string {
  if (value === null || typeof value !== "object") {
    return typeof value === "string" && enums.has(name) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, name)).join(", ")}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${fields.map(([key, inner]) => `${key}: ${literal(inner, key)}`).join(", ")}}`;
}

interface Spelled {
  readonly piece: Piece;
  /** Arguments as variables, as variables with a default, or as literals. */
  readonly as: "variable" | "default" | "literal";
  readonly place: "plain" | "fragment" | "inline" | "skipped" | "included";
  readonly key: string | undefined;
}

const spelled: fc.Arbitrary<Spelled> = fc.record({
  piece,
  as: fc.constantFrom("variable", "default", "literal"),
  place: fc.constantFrom("plain", "plain", "fragment", "inline", "skipped", "included"),
  key: maybe(fc.constantFrom("k1", "k2")),
});

function write(pieces: readonly Spelled[]): string {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];
  const selections = pieces.map(({ piece: [field, types, values], as, place, key }, index) => {
    const given = Object.entries(values).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (as === "literal") return [`${name}: ${literal(value, name)}`];
      const variable = `v${index}${name}`;
      declared.push(`$${variable}: ${types[name]}${as === "default" ? ` = ${literal(value, name)}` : ""}`);
      if (as === "variable") variables[variable] = value;
      return [`${name}: $${variable}`];
    });
    const repeat = key === undefined || field !== "refundCreate" ? "" : ` @idempotent(key: "${key}")`;
    const text = `p${index}: ${field}(${given.join(", ")})${repeat}`;
    const whole = `${text} { userErrors { message } }`;
    if (place === "inline") return `... on Mutation { ${whole} }`;
    if (place === "skipped") return `${text} @skip(if: true) { userErrors { message } }`;
    if (place === "included") return `${text} @include(if: true) { userErrors { message } }`;
    if (place !== "fragment") return whole;
    fragments.push(`fragment F${index} on Mutation { ${whole} }`);
    return `...F${index}`;
  });
  const head = declared.length === 0 ? "mutation M" : `mutation M(${declared.join(", ")})`;
  return graphqlBody(`${head} { ${selections.join(" ")} } ${fragments.join(" ")}`, variables);
}

/** What moved, in micro-dollars by the key's rates and without its margin. */
function dollars(movements: readonly Movement[]): bigint {
  return movements.reduce(
    (sum, { currency: code, micros }) => sum + (micros * (rules.rates[code] ?? 0n)) / 1_000_000n,
    0n,
  );
}

/** The store's reckoning of the bytes as they came in, read by nobody but the store. */
function reckonRaw({ method, path: target, query, headers, body }: VendorRequest): bigint {
  const received = createShopifySandbox().receive({
    method,
    path: target,
    query,
    headers: { ...Object.fromEntries(headers), "x-shopify-access-token": token },
    body,
  });
  return dollars(received.kind === "accepted" ? received.execution.run().movements : []);
}

/** How many calls were allowed, and how many of those moved something. */
const seen = { allowed: 0, moved: 0 };

function check(result: PriceResult, raw: VendorRequest): void {
  if (result.ok === "ask") throw new Error("a question was left open");
  if (!result.ok) return;
  const { priceMicros, outgoing } = result.request;
  const moved = dollars(send(createShopifySandbox(), outgoing).movements);
  seen.allowed += 1;
  if (moved > 0n) seen.moved += 1;
  expect(moved).toBeLessThanOrEqual(priceMicros);
  // The same bytes unread would not have moved more: nothing is hidden from the reader.
  expect(reckonRaw(raw)).toBeLessThanOrEqual(priceMicros);
}

const checkBody = (body: string) =>
  check(priceBody(body, { path, sandbox: createShopifySandbox() }), requestOf(`POST ${path}`, body));

test("whatever mutations are sent, the store moves no more than their price", () => {
  seen.allowed = 0;
  seen.moved = 0;
  fc.assert(
    fc.property(fc.array(spelled, { minLength: 1, maxLength: 3 }), (pieces) => checkBody(write(pieces))),
    { numRuns: 300 },
  );
  expect(seen.moved).toBeGreaterThan(20);
}, 120_000);

const insertions = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "$v0input",
  "0",
  ".",
  "-",
  "null",
  "\\u0030",
  '"amount":"900",',
  'amount: \\"900\\",',
  "...F0",
  "@skip(if: true)",
  "#",
  "\\n",
  " ",
];

test("however a body is damaged, the store moves no more than the price of what was read", () => {
  const edit = fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 3 }),
    insert: fc.constantFrom("", ...insertions),
  });
  fc.assert(
    fc.property(spelled, fc.array(edit, { minLength: 1, maxLength: 3 }), (one, edits) => {
      let body = write([one]);
      for (const { at, remove, insert } of edits) {
        const from = at % body.length;
        body = body.slice(0, from) + insert + body.slice(from + remove);
      }
      checkBody(body);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

const restTransaction = fc.record({
  amount: fc.oneof(amount, fc.double({ min: 0.01, max: 300, noNaN: true })),
  kind: fc.constantFrom("refund", "capture", "sale", "void"),
  currency: maybe(currency),
});
const restRefund = fc.record({
  currency: maybe(currency),
  transactions: maybe(fc.array(restTransaction, { maxLength: 3 })),
  refund_line_items: maybe(fc.constant([{ line_item_id: 1, quantity: 1 }])),
  note: maybe(fc.constant("n")),
});
const restCall: fc.Arbitrary<readonly [line: string, body: unknown, query?: string]> = fc.oneof(
  fc.tuple(
    orderId.map((id) => `POST /orders/${id}/refunds.json`),
    restRefund.map((refund) => ({ refund })),
  ),
  fc.tuple(
    orderId.map((id) => `POST /orders/${id}/transactions.json`),
    fc
      .oneof(restTransaction, fc.record({ kind: fc.constantFrom("refund", "capture", "sale") }))
      .map((transaction) => ({ transaction })),
  ),
  fc.tuple(
    orderId.map((id) => `POST /orders/${id}/cancel.json`),
    fc.record({ amount: maybe(amount), currency: maybe(currency), refund: maybe(restRefund) }),
  ),
  fc.tuple(
    orderId.map((id) => `POST /orders/${id}/cancel.json`),
    fc.constant({}),
    fc.tuple(amount, currency).map(([sum, code]) => `amount=${encodeURIComponent(sum)}&currency=${code}`),
  ),
  fc.tuple(
    fc.constant("POST /orders.json"),
    fc
      .record({
        currency: maybe(currency),
        presentment_currency: maybe(currency),
        transactions: maybe(fc.array(restTransaction, { maxLength: 3 })),
      })
      .map((made) => ({ order: made })),
  ),
  fc.tuple(
    fc.constant("POST /gift_cards.json"),
    fc
      .record({ initial_value: fc.oneof(amount, fc.integer()), currency: maybe(currency) })
      .map((card) => ({ gift_card: card })),
  ),
  fc.constant(["PUT /draft_orders/3001/complete.json", {}] as const),
);

test("whatever REST call is sent, the store moves no more than its price", () => {
  seen.moved = 0;
  fc.assert(
    fc.property(restCall, ([line, body, query]) => {
      const options = { sandbox: createShopifySandbox(), ...(query === undefined ? {} : { query }) };
      const result = priceRest(line, body, options);
      check(result, requestOf(line.replace(" /", " /admin/api/2026-04/"), JSON.stringify(body), options));
    }),
    { numRuns: 500 },
  );
  expect(seen.moved).toBeGreaterThan(30);
}, 120_000);
