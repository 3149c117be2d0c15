import { describe, expect, test } from "vitest";
import type { Outcome, VendorAnswer } from "../outcome.ts";
import { settle } from "./settle.ts";
import { knowing, mustPrice, rules } from "./testing/calls.ts";
import { lookedUp } from "./testing/looked-up.ts";

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const answer = (body: unknown, { status = 200, headers = {} }: Told = {}): VendorAnswer => ({
  status,
  headers: new Map(Object.entries({ "request-id": "req_1", ...headers })),
  body: body === null ? null : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});

const intent = (fields: object) => ({
  id: "pi_1",
  object: "payment_intent",
  amount: 1000,
  amount_received: 0,
  currency: "usd",
  ...fields,
});
const create = mustPrice("POST /v1/payment_intents", "amount=1000&currency=usd");
const update = mustPrice("POST /v1/payment_intents/pi_1", "amount=1000&currency=usd");
const charge = mustPrice("POST /v1/charges", "amount=1000&currency=eur");
const payout = mustPrice("POST /v1/payouts", "amount=1000&currency=usd");
/** Of a look-up that was not answered. */
const assumed = (line: string, body = "") =>
  mustPrice(line, body, { rules: { assumedCallMicros: 5n }, vendor: () => null });
const brief = ({ state, costMicros, parsedMicros, object }: Outcome) => ({
  state,
  costMicros,
  parsedMicros,
  object,
});

describe("a payment intent", () => {
  test.each([
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "new_status",
  ])("that is %s can still be paid, so its amount stays counted", (status) => {
    for (const request of [create, update]) {
      expect(settle(request, answer(intent({ status })), rules)).toEqual({
        state: "accrued",
        costMicros: 10_000_000n,
        parsedMicros: 10_000_000n,
        transactionId: "pi_1",
        vendorRequestId: "req_1",
        replayed: false,
        object: { id: "pi_1", totalMicros: 10_000_000n, status: "open" },
      });
    }
  });

  test("that succeeded is settled at what was received, and closed", () => {
    const whole = settle(create, answer(intent({ status: "succeeded", amount_received: 1000 })), rules);
    expect(brief(whole)).toEqual({
      state: "settled",
      costMicros: 10_000_000n,
      parsedMicros: 10_000_000n,
      object: { id: "pi_1", totalMicros: 10_000_000n, status: "closed" },
    });
    const part = settle(create, answer(intent({ status: "succeeded", amount_received: 400 })), rules);
    expect(part).toMatchObject({ state: "settled", costMicros: 4_000_000n });
    const more = settle(create, answer(intent({ status: "succeeded", amount_received: 1500 })), rules);
    expect(more).toMatchObject({ state: "settled", costMicros: 15_000_000n, parsedMicros: 15_000_000n });
  });

  test("that was canceled gives back what was counted, but not what was captured before", () => {
    const canceled = {
      state: "released",
      costMicros: 0n,
      parsedMicros: 0n,
      object: { id: "pi_1", totalMicros: 0n, status: "canceled" },
    };
    expect(brief(settle(create, answer(intent({ status: "canceled" })), rules))).toEqual(canceled);
    const captured = settle(create, answer(intent({ status: "canceled", amount_received: 300 })), rules);
    expect(captured).toMatchObject({
      state: "settled",
      costMicros: 3_000_000n,
      object: { status: "closed" },
    });
  });

  test("is ended by an answer to a call of price 0 too, only when it is canceled and nothing was received", () => {
    const ended = { id: "pi_1", totalMicros: 0n, status: "canceled" };
    for (const line of ["POST /v1/payment_intents/pi_1/cancel", "GET /v1/payment_intents/pi_1"]) {
      const free = mustPrice(line);
      const object = (fields: object) => settle(free, answer(intent(fields)), rules).object;
      expect(settle(free, answer(intent({ status: "canceled" })), rules)).toMatchObject({
        state: "settled",
        costMicros: 0n,
        object: ended,
      });
      expect(object({ status: "canceled", amount_received: 1 })).toBeNull();
      expect(object({ status: "canceled", amount_received: undefined })).toBeNull();
      expect(object({ status: "succeeded", amount_received: 1000 })).toBeNull();
      expect(object({ status: "requires_capture" })).toBeNull();
      expect(settle(free, answer(intent({ status: "canceled" }), { status: 400 }), rules).object).toBeNull();
    }
  });

  test("confirmed at an assumed price costs what it says, by the key's rates", () => {
    const confirm = assumed("POST /v1/payment_intents/pi_1/confirm");
    const told = settle(
      confirm,
      answer(intent({ status: "succeeded", amount_received: 1000, currency: "eur" })),
      rules,
    );
    expect(told).toMatchObject({
      state: "settled",
      costMicros: 11_340_000n,
      object: { status: "closed", totalMicros: 11_340_000n },
    });
    const noRate = settle(
      confirm,
      answer(intent({ status: "succeeded", amount_received: 1000, currency: "gbp" })),
      rules,
    );
    expect(noRate).toMatchObject({ state: "settled", costMicros: 5n, parsedMicros: null });
  });
});

describe("a charge", () => {
  const charged = (fields: object) => ({
    id: "ch_1",
    object: "charge",
    amount: 1000,
    currency: "eur",
    status: "succeeded",
    captured: true,
    ...fields,
  });

  test.each([
    [{}, "settled", 11_340_000n, "closed"],
    [{ amount_captured: 1000 }, "settled", 11_340_000n, "closed"],
    [{ amount_captured: 500 }, "settled", 5_670_000n, "closed"],
    [{ captured: false }, "accrued", 11_340_000n, "open"],
    [{ status: "failed", captured: false }, "released", 0n, "canceled"],
  ])("with %j is %s", (fields, state, costMicros, status) => {
    expect(settle(charge, answer(charged(fields)), rules)).toMatchObject({
      state,
      costMicros,
      transactionId: "ch_1",
      object: { status },
    });
  });

  test("answered by a legacy refund alias costs what was refunded, not what was charged", () => {
    const refund = assumed("POST /v1/charges/ch_1/refund", "amount=300");
    const told = settle(refund, answer(charged({ amount_refunded: 300, currency: "usd" })), rules);
    expect(brief(told)).toEqual({
      state: "settled",
      costMicros: 3_000_000n,
      parsedMicros: 3_000_000n,
      object: null,
    });
  });
});

describe("other money", () => {
  const session = { id: "cs_1", object: "checkout.session", amount_total: 1000, currency: "usd" };
  const checkout = mustPrice(
    "POST /v1/checkout/sessions",
    "mode=payment&adaptive_pricing[enabled]=false&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=1000",
  );
  const v2 = mustPrice(
    "POST /v2/money_management/outbound_payments",
    '{"amount":{"value":1000,"currency":"usd"}}',
  );
  const balance = mustPrice("POST /v1/customers/cus_1/balance_transactions", "amount=-1000&currency=usd");
  const grant = mustPrice(
    "POST /v1/billing/credit_grants",
    "amount[monetary][value]=1000&amount[monetary][currency]=usd",
  );
  const pay = assumed("POST /v1/invoices/in_1/pay");

  test.each([
    [
      "a payout on its way",
      payout,
      { id: "po_1", object: "payout", amount: 1000, currency: "usd", status: "pending" },
      "settled",
      10_000_000n,
    ],
    [
      "a failed payout",
      payout,
      { id: "po_1", object: "payout", amount: 1000, currency: "usd", status: "failed" },
      "released",
      0n,
    ],
    [
      "a canceled payout",
      payout,
      { id: "po_1", object: "payout", amount: 1000, currency: "usd", status: "canceled" },
      "released",
      0n,
    ],
    [
      "an open session",
      checkout,
      { ...session, status: "open", payment_status: "unpaid" },
      "accrued",
      10_000_000n,
    ],
    [
      "a dearer session",
      checkout,
      { ...session, amount_total: 1200, status: "open" },
      "accrued",
      12_000_000n,
    ],
    [
      "a version 2 payment",
      v2,
      {
        id: "obp_1",
        object: "v2.money_management.outbound_payment",
        amount: { value: 1000, currency: "usd" },
        status: "processing",
      },
      "settled",
      10_000_000n,
    ],
    [
      "a customer's credit",
      balance,
      { id: "cbtxn_1", object: "customer_balance_transaction", amount: -1000, currency: "usd" },
      "settled",
      10_000_000n,
    ],
    [
      "a credit grant",
      grant,
      {
        id: "credgr_1",
        object: "billing.credit_grant",
        amount: { monetary: { value: 1000, currency: "usd" }, type: "monetary" },
      },
      "settled",
      10_000_000n,
    ],
    [
      "a refund at an assumed price",
      assumed("POST /v1/refunds", "charge=ch_1"),
      { id: "re_1", object: "refund", amount: 700, currency: "usd", status: "pending" },
      "settled",
      7_000_000n,
    ],
    [
      "a paid invoice",
      pay,
      { id: "in_1", object: "invoice", amount_paid: 700, amount_due: 900, currency: "usd", status: "paid" },
      "settled",
      7_000_000n,
    ],
    [
      "an invoice that is being paid",
      pay,
      { id: "in_1", object: "invoice", amount_paid: 0, amount_due: 900, currency: "usd", status: "open" },
      "accrued",
      9_000_000n,
    ],
    [
      "a fee whose answer shows what was looked at",
      assumed("POST /v1/three_d_secure/authentications"),
      { id: "tds_1", object: "three_d_secure.authentication", amount: 9999, currency: "usd" },
      "settled",
      5n,
    ],
    [
      "a subscription, whose answer names no amount",
      assumed("POST /v1/subscriptions"),
      { id: "sub_1", object: "subscription", currency: "usd" },
      "settled",
      5n,
    ],
  ])("%s", (...[, request, body, state, costMicros]) => {
    expect(settle(request, answer(body), rules)).toMatchObject({ state, costMicros, transactionId: body.id });
  });

  test("an expired session gives back what was counted", () => {
    const expire = mustPrice("POST /v1/checkout/sessions/cs_1/expire");
    const told = settle(expire, answer({ ...session, status: "expired" }), rules);
    expect(told.object).toEqual({ id: "cs_1", totalMicros: 0n, status: "canceled" });
  });
});

describe("what an answer does not tell is counted at the hold", () => {
  test.each([
    ["another currency", intent({ status: "succeeded", amount_received: 9, currency: "eur" }), "settled"],
    ["no currency", intent({ status: "succeeded", currency: undefined }), "settled"],
    ["no amount", { id: "pi_1", object: "payment_intent", status: "succeeded", currency: "usd" }, "settled"],
    ["a broken amount", intent({ status: "requires_capture", amount: 10.5 }), "accrued"],
    ["a huge amount", intent({ status: "requires_capture", amount: 2 ** 60 }), "accrued"],
  ])("%s", (_, body, state) => {
    expect(settle(create, answer(body), rules)).toMatchObject({
      state,
      costMicros: 10_000_000n,
      parsedMicros: null,
    });
  });

  test("an id that is no id is not taken for one", () => {
    for (const id of [7, "", "a b", "x\0", "y".repeat(300), {}, null]) {
      expect(settle(payout, answer({ id, amount: 1000, currency: "usd" }), rules).transactionId).toBeNull();
    }
    expect(
      settle(payout, answer({ id: "po_1" }, { headers: { "request-id": "a\nb" } }), rules).vendorRequestId,
    ).toBeNull();
  });
});

describe("errors", () => {
  test("a declined card moved nothing, and still has an id", () => {
    const declined = {
      error: {
        type: "card_error",
        code: "card_declined",
        payment_intent: intent({ status: "requires_payment_method" }),
      },
    };
    expect(settle(create, answer(declined, { status: 402 }), rules)).toEqual({
      state: "released",
      costMicros: 0n,
      parsedMicros: null,
      transactionId: "pi_1",
      vendorRequestId: "req_1",
      replayed: false,
      object: null,
    });
    const charged = settle(
      charge,
      answer({ error: { type: "card_error", charge: "ch_1" } }, { status: 402 }),
      rules,
    );
    expect(charged).toMatchObject({ state: "released", transactionId: "ch_1" });
  });

  test.each([400, 401, 403, 404, 409, 429])("%d moved nothing", (status) => {
    expect(settle(create, answer({ error: {} }, { status }), rules)).toMatchObject({
      state: "released",
      costMicros: 0n,
    });
    expect(settle(create, answer(null, { status }), rules)).toMatchObject({
      state: "released",
      costMicros: 0n,
    });
  });

  test.each([500, 502, 503, 504, 302, 304, 199])("%d may have moved money, so the hold stays", (status) => {
    for (const body of [null, { error: {} }, intent({ status: "succeeded" })]) {
      expect(settle(create, answer(body, { status }), rules)).toMatchObject({
        state: "unknown",
        costMicros: 0n,
        object: null,
      });
    }
    expect(settle(mustPrice("GET /v1/balance"), answer(null, { status }), rules)).toMatchObject({
      state: "released",
      costMicros: 0n,
    });
  });

  test.each([[null], ["{"], ["[]"], ['"x"'], [""]])("a success whose body is %j leaves it open", (body) => {
    expect(settle(create, answer(body), rules)).toMatchObject({ state: "unknown", costMicros: 0n });
    expect(settle(mustPrice("GET /v1/balance"), answer(body), rules)).toMatchObject({
      state: "settled",
      costMicros: 0n,
    });
  });
});

describe("a replayed answer", () => {
  const headers = { "idempotent-replayed": "true" };

  test("costs nothing itself, and tells what the first one cost", () => {
    expect(settle(create, answer(intent({ status: "requires_action" }), { headers }), rules)).toMatchObject({
      state: "accrued",
      replayed: true,
      costMicros: 0n,
      parsedMicros: 10_000_000n,
      object: { id: "pi_1", totalMicros: 10_000_000n, status: "open" },
    });
    expect(settle(create, answer({ error: {} }, { status: 402, headers }), rules)).toMatchObject({
      state: "released",
      replayed: true,
    });
  });

  test("of a server error leaves the first one open", () => {
    expect(settle(create, answer({ error: {} }, { status: 500, headers }), rules)).toMatchObject({
      state: "unknown",
      replayed: true,
    });
  });
});

test("an assumed price of 0 still counts what the answer says", () => {
  const refund = mustPrice("POST /v1/refunds", "charge=ch_1", {
    rules: { assumedCallMicros: 0n },
    vendor: () => null,
  });
  const told = settle(
    refund,
    answer({ id: "re_1", object: "refund", amount: 700, currency: "usd", status: "succeeded" }),
    rules,
  );
  expect(told).toMatchObject({ state: "settled", costMicros: 7_000_000n });
});

describe("a call whose price was looked up", () => {
  const priced = (name: string, body?: string) => {
    const look = lookedUp[name];
    if (look === undefined) throw new Error(`${name} is not looked up`);
    return mustPrice(name.replaceAll(/\{[^}]*\}/g, "xx_1"), body ?? look.body, {
      vendor: knowing(look.objects),
    });
  };
  const invoice = (fields: object) => ({
    id: "in_1",
    object: "invoice",
    amount_due: 1000,
    currency: "usd",
    ...fields,
  });
  const open = { id: "in_1", totalMicros: 10_000_000n, status: "open" };

  test("of an invoice is accrued until it is paid, and given back when it is void", () => {
    const finalize = priced("POST /v1/invoices/{id}/finalize");
    const told = (fields: object) => brief(settle(finalize, answer(invoice(fields)), rules));
    expect(told({ status: "open", amount_paid: 0 })).toMatchObject({
      state: "accrued",
      costMicros: 10_000_000n,
      object: open,
    });
    expect(told({ status: "paid", amount_paid: 900 })).toMatchObject({
      state: "settled",
      costMicros: 9_000_000n,
      object: { id: "in_1", totalMicros: 9_000_000n, status: "closed" },
    });
    const voided = { id: "in_1", totalMicros: 0n, status: "canceled" };
    expect(told({ status: "void", amount_paid: 0 })).toMatchObject({ state: "released", object: voided });
    const free = mustPrice("POST /v1/invoices/in_1/void");
    const end = (fields: object) => settle(free, answer(invoice(fields)), rules).object;
    expect(end({ status: "void", amount_paid: 0 })).toEqual(voided);
    expect(end({ status: "void", amount_paid: 1 })).toBeNull();
    expect(end({ status: "open", amount_paid: 0 })).toBeNull();
  });

  test.each(["POST /v1/subscriptions", "POST /v1/customers/{customer}/subscriptions"])(
    "%s counts under the first invoice, which may still be paid",
    (name) => {
      const told = (fields: object) =>
        brief(
          settle(
            priced(name),
            answer({ id: "sub_1", object: "subscription", latest_invoice: "in_1", ...fields }),
            rules,
          ),
        );
      expect(told({ status: "incomplete" })).toMatchObject({
        state: "accrued",
        costMicros: 10_000_000n,
        object: open,
      });
      expect(told({ status: "active", collection_method: "send_invoice" })).toMatchObject({
        state: "accrued",
        object: open,
      });
      expect(told({ status: "active", latest_invoice: { id: "in_1" } })).toMatchObject({
        state: "settled",
        costMicros: 10_000_000n,
        object: { ...open, status: "closed" },
      });
      expect(told({ latest_invoice: null })).toMatchObject({
        state: "settled",
        costMicros: 10_000_000n,
        object: null,
      });
    },
  );

  test("of a changed subscription counts under no invoice: the latest one may be that of before", () => {
    const change = priced("POST /v1/subscriptions/{id}");
    const changed = { id: "sub_1", object: "subscription", status: "active", latest_invoice: "in_0" };
    expect(settle(change, answer(changed), rules)).toMatchObject({
      state: "settled",
      costMicros: 10_000_000n,
      object: null,
    });
  });

  test("of an old refund alias is what was looked up, not all refunds of the charge together", () => {
    const charge = {
      id: "xx_1",
      object: "charge",
      amount: 1500,
      amount_refunded: 1500,
      currency: "usd",
      captured: true,
    };
    const refund = priced("POST /v1/charges/{charge}/refund");
    expect(settle(refund, answer(charge), rules)).toMatchObject({
      state: "settled",
      costMicros: 10_000_000n,
    });
    const unknown = assumed("POST /v1/charges/ch_1/refund");
    expect(settle(unknown, answer(charge), rules)).toMatchObject({ costMicros: 15_000_000n });
  });

  test("that found nothing left is read all the same", () => {
    const vendor = knowing({
      "GET /v1/charges/ch_1": {
        id: "ch_1",
        object: "charge",
        amount: 1000,
        amount_captured: 1000,
        amount_refunded: 1000,
        currency: "usd",
      },
    });
    const refund = mustPrice("POST /v1/refunds", "charge=ch_1", { vendor });
    const done = { id: "re_1", object: "refund", amount: 1000, currency: "usd", status: "succeeded" };
    expect(refund.priceMicros).toBe(0n);
    expect(settle(refund, answer(done), rules)).toMatchObject({ costMicros: 10_000_000n });
    const repeated = answer(done, { headers: { "idempotent-replayed": "true" } });
    expect(settle(refund, repeated, rules)).toMatchObject({
      costMicros: 0n,
      parsedMicros: 10_000_000n,
      replayed: true,
    });
    expect(settle(refund, answer({ error: {} }, { status: 400 }), rules)).toMatchObject({
      state: "released",
    });
  });
});
