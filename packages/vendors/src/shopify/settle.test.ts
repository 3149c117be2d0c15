import { describe, expect, test } from "vitest";
import type { PriceResult } from "../pricing.ts";
import { settle } from "./settle.ts";
import { mustPrice, priceDocument, priceRest, rules } from "./testing/calls.ts";

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string | null;
}

function settled(result: PriceResult, { status = 200, body, text }: Answer) {
  const written = text === undefined ? JSON.stringify(body) : text;
  const outcome = settle(
    mustPrice(result),
    {
      status,
      headers: new Map([["x-request-id", "req-1"]]),
      body: written === null ? null : Buffer.from(written),
    },
    rules,
  );
  expect(outcome.vendorRequestId).toBe("req-1");
  const { state, costMicros, transactionId } = outcome;
  return [state, Number(costMicros) / 1_000_000, ...(transactionId === null ? [] : [transactionId])].join(
    " ",
  );
}

const money = (amount: string, currencyCode = "USD") => ({ amount, currencyCode });
const refundArguments = '(input: {orderId: "x", currency: USD, transactions: [{amount: "10"}]})';
const refund = (
  selection = "refund { id totalRefundedSet { presentmentMoney { amount currencyCode } } } userErrors { message }",
  alias = "",
) => priceDocument(`mutation { ${alias}refundCreate${refundArguments} { ${selection} } }`);
const refunded = (amount: string) => ({
  refund: {
    id: "gid://shopify/Refund/9007199254740993",
    totalRefundedSet: { presentmentMoney: money(amount) },
  },
  userErrors: [],
});
const ID = "gid://shopify/Refund/9007199254740993";

describe("a GraphQL mutation", () => {
  test.each([
    [
      "settles at what the answer tells",
      refund(),
      { data: { refundCreate: refunded("9.50") } },
      `settled 9.5 ${ID}`,
    ],
    [
      "settles at its price where the answer does not tell",
      refund("userErrors { message }"),
      { data: { refundCreate: { userErrors: [] } } },
      "settled 10",
    ],
    [
      "costs nothing with userErrors",
      refund(),
      { data: { refundCreate: { refund: null, userErrors: [{ message: "no" }] } } },
      "released 0",
    ],
    [
      "costs nothing with userErrors under another name",
      refund("bad: userErrors { message }", "r: "),
      { data: { r: { bad: [{ message: "no" }] } } },
      "released 0",
    ],
    [
      "costs its price if something else is called userErrors",
      refund("userErrors: order { id } refund { id }"),
      { data: { refundCreate: { userErrors: [{ id: 1 }], refund: { id: ID } } } },
      `settled 10 ${ID}`,
    ],
    [
      "costs its price if something else is called its amount",
      refund("refund { id totalRefundedSet: duties { presentmentMoney { amount currencyCode } } }"),
      { data: { refundCreate: refunded("0.01") } },
      `settled 10 ${ID}`,
    ],
    [
      "costs its price if the amount is of something else's currency",
      refund(
        "refund { id totalRefundedSet { presentmentMoney { amount: currencyCode currencyCode: amount } } }",
      ),
      { data: { refundCreate: refunded("1.00") } },
      `settled 10 ${ID}`,
    ],
    [
      "is done if there is a refund, whatever userErrors say",
      refund(),
      { data: { refundCreate: { ...refunded("10.0"), userErrors: [{ message: "a warning" }] } } },
      `settled 10 ${ID}`,
    ],
    ["costs nothing when it was skipped", refund(), { data: {} }, "released 0"],
    [
      "was not begun when throttled",
      refund(),
      { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] },
      "released 0",
    ],
    [
      "was not begun when invalid",
      refund(),
      { errors: [{ message: "x", extensions: { code: "undefinedField" } }] },
      "released 0",
    ],
    [
      "is open after an internal error",
      refund(),
      { errors: [{ message: "x", extensions: { code: "INTERNAL_SERVER_ERROR" } }] },
      "unknown 0",
    ],
    ["is open after an error without a code", refund(), { errors: [{ message: "x" }] }, "unknown 0"],
    ["is open when it is null without a word", refund(), { data: { refundCreate: null } }, "unknown 0"],
    ["is open when there is nothing at all", refund(), {}, "unknown 0"],
    [
      "was not begun when its own error says so",
      refund(),
      {
        data: { refundCreate: null },
        errors: [{ message: "x", path: ["refundCreate"], extensions: { code: "ACCESS_DENIED" } }],
      },
      "released 0",
    ],
    [
      "is open when only another's error says so",
      refund(),
      {
        data: { refundCreate: null },
        errors: [{ message: "x", path: ["other"], extensions: { code: "ACCESS_DENIED" } }],
      },
      "unknown 0",
    ],
  ])("%s", (_, result, body, outcome) => {
    expect(settled(result, { body })).toBe(outcome);
  });

  test("through a fragment, in another currency", () => {
    const result = priceDocument(
      `mutation { ...F } fragment F on Mutation { g: orderCapture(input: {id: "x", parentTransactionId: "p", amount: "9", currency: EUR}) { ...P } }
       fragment P on OrderCapturePayload { t: transaction { id amountSet { p: presentmentMoney { a: amount currencyCode } } } }`,
    );
    const body = {
      data: {
        g: {
          t: { id: "gid://shopify/OrderTransaction/1", amountSet: { p: { a: "8.00", currencyCode: "EUR" } } },
        },
      },
    };
    expect(settled(result, { body })).toBe("settled 9.072 gid://shopify/OrderTransaction/1");
  });

  test("store credit beside a refund leaves it at its price", () => {
    const result = priceDocument(
      'mutation { refundCreate(input: {orderId: "x", currency: USD, transactions: [{amount: "10"}], refundMethods: [{storeCreditRefund: {amount: {amount: "5", currencyCode: USD}}}]}) { refund { totalRefundedSet { presentmentMoney { amount currencyCode } } } } }',
    );
    expect(settled(result, { body: { data: { refundCreate: refunded("10") } } })).toBe("settled 15");
  });

  test("each of several counts for itself", () => {
    const credit = (amount: string) =>
      `giftCardCredit(id: "c", creditInput: {creditAmount: {amount: "${amount}", currencyCode: USD}}) { userErrors { message } }`;
    const result = priceDocument(`mutation { a: ${credit("1")} b: ${credit("2")} c: ${credit("4")} }`);
    const done = { userErrors: [] };
    const no = { userErrors: [{ message: "no" }] };
    expect(settled(result, { body: { data: { a: done, b: no, c: done } } })).toBe("settled 5");
    expect(settled(result, { body: { data: { a: no, b: no, c: no } } })).toBe("released 0");
    expect(settled(result, { body: { data: { a: done, b: null, c: done } } })).toBe("unknown 0");
  });

  test.each([
    [400, "released 0"],
    [403, "released 0"],
    [429, "released 0"],
    [500, "unknown 0"],
    [503, "unknown 0"],
    [302, "unknown 0"],
  ])("a status of %i leaves it %s", (status, outcome) => {
    expect(settled(refund(), { status, body: { errors: "x" } })).toBe(outcome);
  });

  test("an answer that cannot be read leaves it open", () => {
    expect(settled(refund(), { text: null })).toBe("unknown 0");
    expect(settled(refund(), { text: "<html>" })).toBe("unknown 0");
    expect(settled(refund(), { text: "[1]" })).toBe("unknown 0");
  });

  test("a read costs nothing, whatever comes", () => {
    const read = priceDocument("{ shop { name } }");
    expect(settled(read, { body: { data: { shop: {} } } })).toBe("settled 0");
    expect(settled(read, { text: "<html>" })).toBe("settled 0");
    expect(settled(read, { status: 500, body: {} })).toBe("released 0");
  });
});

test("a refund with a key is named as what is counted once", () => {
  const call = (directive: string) =>
    mustPrice(
      priceDocument(
        `mutation { refundCreate${refundArguments} ${directive} { refund { id } userErrors { message } } }`,
      ),
    );
  const answer = {
    status: 200,
    headers: new Map<string, string>(),
    body: Buffer.from(JSON.stringify({ data: { refundCreate: refunded("10") } })),
  };
  const object = { id: ID, totalMicros: 10_000_000n, status: "closed" };
  expect(settle(call('@idempotent(key: "k")'), answer, rules)).toMatchObject({ state: "settled", object });
  expect(settle(call(""), answer, rules)).toMatchObject({ state: "settled", object: null });
});

test("what moved although nothing was to move is counted all the same", () => {
  const result = priceDocument(
    'mutation { refundCreate(input: {orderId: "x", note: "n"}) { refund { id totalRefundedSet { presentmentMoney { amount currencyCode } } } } }',
  );
  expect(mustPrice(result).priceMicros).toBe(0n);
  expect(settled(result, { body: { data: { refundCreate: refunded("3") } } })).toBe(`settled 3 ${ID}`);
  expect(settled(result, { body: { data: { refundCreate: refunded("0.0") } } })).toBe(`settled 0 ${ID}`);
});

describe("REST", () => {
  const refundCall = () =>
    priceRest("POST /orders/1001/refunds.json", {
      refund: { currency: "USD", transactions: [{ amount: "10" }] },
    });

  test("settles at the transactions of the answer, and keeps ids of 64 bits", () => {
    const text =
      '{"refund":{"id":9223372036854775807,"note":"12345678901234567890","transactions":[{"amount":"4.00","currency":"USD","status":"success"},{"amount":"3.00","currency":"USD","status":"failure"}]}}';
    expect(settled(refundCall(), { status: 201, text })).toBe("settled 4 9223372036854775807");
  });

  test.each([
    [
      "nothing but failures",
      { refund: { id: 1, transactions: [{ amount: "4.00", currency: "USD", status: "failure" }] } },
      "released 0 1",
    ],
    ["no transactions", { refund: { id: 1, transactions: [] } }, "settled 10 1"],
    [
      "an amount that cannot be read",
      { refund: { id: 1, transactions: [{ amount: "4,00", currency: "USD" }] } },
      "settled 10 1",
    ],
  ])("%s", (_, body, outcome) => {
    expect(settled(refundCall(), { status: 201, body })).toBe(outcome);
  });

  test.each([
    [422, "released 0"],
    [500, "unknown 0"],
  ])("a status of %i leaves it %s", (status, outcome) => {
    expect(settled(refundCall(), { status, body: { errors: {} } })).toBe(outcome);
  });
});
