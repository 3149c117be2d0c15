import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import type { LookUp } from "../../pricing.ts";
import { apiOrigin } from "../outgoing.ts";
import { answered, knowing, mustPrice, priceCall, verdictOf } from "../testing/calls.ts";
import { lookedUp } from "../testing/looked-up.ts";

const path = (name: string) => name.replaceAll(/\{[^}]*\}/g, "xx_1");
const all = Object.entries(lookedUp);

/** The question that a call asks first. */
function asked(
  line: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
  stripeAccounts: string[] = [],
) {
  const result = priceCall(line, body, { ...(headers && { headers }), rules: { stripeAccounts } });
  if (result.ok !== "ask") throw new Error(`${line} asks nothing: ${JSON.stringify(result)}`);
  return result;
}

const form = "application/x-www-form-urlencoded";

describe("what a look-up sends", () => {
  // A newer SDK fails this: its changelog says whether the shapes that look-ups read are still the same.
  test("reads the object of the path in the SDK's version, not the caller's, with no credential and no key of the caller's", () => {
    const { lookUp } = asked("POST /v1/payment_intents/pi_1/confirm", "payment_method=pm_1", {
      "content-type": form,
      "stripe-version": "2019-01-01",
      "idempotency-key": "k",
      "x-stripe-client-user-agent": "{}",
      "user-agent": "agent",
      authorization: "Bearer vk_x",
    });
    expect(lookUp.endpoint.name).toBe("GET /v1/payment_intents/{id}");
    expect(lookUp.outgoing).toEqual({
      origin: apiOrigin,
      method: "GET",
      target: "/v1/payment_intents/pi_1",
      headers: [
        ["accept", "application/json"],
        ["user-agent", "Keybrake"],
        ["stripe-version", Stripe.API_VERSION],
      ],
      body: null,
    });
  });

  test.each(["stripe-account", "stripe-context"])("reads in the account of the caller's %s", (name) => {
    const { lookUp } = asked(
      "POST /v1/refunds",
      "charge=ch_1",
      { "content-type": form, [name]: "acct_ours" },
      ["acct_ours"],
    );
    expect(lookUp.outgoing.headers).toContainEqual([name, "acct_ours"]);
  });

  test("an account that the key may not name is refused before anything is asked", () => {
    const headers = { "content-type": form, "stripe-account": "acct_other" };
    expect(verdictOf("POST /v1/refunds", "charge=ch_1", { headers })).toBe("denied_account");
  });

  test("every one is a read of the catalogue", () => {
    for (const [name, { body, objects }] of all) {
      const seen: LookUp[] = [];
      const vendor = (lookUp: LookUp) => {
        seen.push(lookUp);
        return knowing(objects)(lookUp);
      };
      priceCall(path(name), body, { vendor });
      expect(seen.map(({ endpoint }) => endpoint.class)).toEqual(seen.map(() => "READ"));
      expect(seen).toHaveLength(Object.keys(objects).length);
    }
  });

  test.each([
    ["POST /v1/refunds", "charge=search"],
    ["POST /v1/refunds", "charge=ch_1/../../v1/balance"],
    ["POST /v1/refunds", "charge=ch_1%2Frefunds"],
    ["POST /v1/refunds", "charge=ch_1%3Fexpand"],
    ["POST /v1/refunds", "charge="],
    ["POST /v1/refunds", "charge=."],
    ["POST /v1/refunds", "payment_intent=search"],
    ["POST /v1/transfers", "currency=usd&source_transaction=ch_1%0d%0a"],
    [
      "POST /v1/checkout/sessions",
      "mode=payment&adaptive_pricing[enabled]=false&line_items[0][price]=search",
    ],
  ])("%s with %s asks nothing: that is no id", (line, body) => {
    expect(verdictOf(line, body)).toBe("denied_request");
  });
});

describe("an answer that does not tell", () => {
  const bad: ReadonlyArray<
    readonly [why: string, answer: ReturnType<typeof answered> | null, sentence: RegExp]
  > = [
    ["none", null, / was not answered\./],
    ["404", answered({ error: {} }, 404), / was answered 404, no such object\./],
    ["403", answered({ error: {} }, 403), / was answered 403: the credential may not read it\./],
    ["429", answered({ error: {} }, 429), / was answered 429\./],
    ["500", answered({ error: {} }, 500), / was answered 500\./],
    ["201", answered({ object: "charge" }, 201), / was answered 201\./],
    ["no JSON", answered("{"), / no JSON object\./],
    ["a list", answered("[]"), / no JSON object\./],
    ["null", answered("null"), / no JSON object\./],
    ["no body", { ...answered(""), body: null }, / no JSON object\./],
    [
      "another object",
      answered({ id: "xx_1", object: "customer" }),
      / whose "[a-z_.0-9]*" is not what it has to be\./,
    ],
  ];

  test.each(all.flatMap(([name]) => bad.map(([why]) => [name, why] as const)))("%s: %s", (name, why) => {
    const [, answer, sentence] = bad.find(([each]) => each === why) ?? [];
    if (answer === undefined || sentence === undefined) throw new Error("no such answer");
    const { body = "" } = lookedUp[name] ?? {};
    const result = priceCall(path(name), body, { vendor: () => answer });
    if (result.ok !== false) throw new Error(`${name} was not refused`);
    expect(result.refusal.verdict).toBe("denied_cost_unknown");
    expect(result.refusal.message).toMatch(sentence);
    expect(result.refusal.message).toMatch(/(?:GET|POST) \/v1\//);
    expect(result.refusal.message.length).toBeLessThan(500);
    const rules = { assumedCallMicros: 7n };
    expect(verdictOf(path(name), body, { vendor: () => answer, rules })).toBe("allowed 7");
  });

  /** Signed in Stripe's books. */
  const mayBeNegative = new Set(["starting_balance", "total", "lines.data.0.amount"]);
  const wrong = (field: string, value: unknown): unknown[] => {
    switch (typeof value) {
      case "number":
        return [
          undefined,
          null,
          "1000",
          1.5,
          2 ** 53,
          Number.NaN,
          {},
          ...(mayBeNegative.has(field) ? [] : [-1]),
        ];
      case "boolean":
        return [undefined, null, "false", 0];
      case "string":
        return [undefined, null, 5, {}, ...wrongText(field)];
      default:
        return [undefined, {}, 5, "x"];
    }
  };
  const wrongText = (field: string): string[] => {
    if (field.endsWith("currency")) return ["USD", "us", "usd "];
    return field.endsWith("status") || field === "subscription" ? [] : ["other"];
  };

  function* leavesOf(value: unknown, at: string[] = []): Generator<[path: string[], leaf: unknown]> {
    if (typeof value !== "object" || value === null) yield [at, value];
    else for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, [...at, name]);
  }

  function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
    if (name === undefined) return by;
    const copy: unknown = structuredClone(value);
    if (typeof copy !== "object" || copy === null) return by;
    Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, by));
    return copy;
  }

  test.each(all)(
    "%s: no field that the price needs may be missing or of another kind",
    (name, { body, objects }) => {
      for (const [target, object] of Object.entries(objects)) {
        for (const [at, leaf] of leavesOf(object)) {
          for (const value of wrong(at.join("."), leaf)) {
            const vendor = knowing({ ...objects, [target]: replaced(object, at, value) });
            const verdict = verdictOf(path(name), body, { vendor });
            expect([target, at.join("."), String(value), verdict]).toEqual([
              target,
              at.join("."),
              String(value),
              "denied_cost_unknown",
            ]);
          }
        }
      }
    },
  );
});

const intent = (fields: object) =>
  knowing({
    "GET /v1/payment_intents/pi_1": {
      id: "pi_1",
      object: "payment_intent",
      amount: 1000,
      amount_capturable: 0,
      amount_received: 0,
      currency: "usd",
      status: "requires_confirmation",
      ...fields,
    },
  });

describe("a payment intent costs its new total, of which the ledger holds the difference", () => {
  const held = { status: "requires_capture", amount_capturable: 700, amount_received: 300 };

  test.each([
    ["confirm", "", {}, 10_000_000n],
    ["confirm", "amount_to_confirm=400", {}, 10_000_000n],
    ["confirm", "amount_to_confirm=1400", {}, 14_000_000n],
    ["confirm", "", { currency: "eur" }, 11_340_000n],
    ["confirm", "", { currency: "jpy" }, 7_035_000n],
    ["confirm", "", { status: "succeeded", amount_received: 400 }, 4_000_000n],
    ["confirm", "", { status: "canceled", amount_received: 0 }, 0n],
    ["capture", "", held, 10_000_000n],
    ["capture", "amount_to_capture=200", held, 5_000_000n],
    ["capture", "amount_to_capture=900", held, 12_000_000n],
    ["capture", "amount_to_capture=200&final_capture=true", held, 5_000_000n],
    ["capture", "amount_to_capture=200&final_capture=false", held, 10_000_000n],
    ["capture", "amount_to_capture=200&final_capture=0", held, 10_000_000n],
    ["capture", "amount_to_capture=200", { status: "succeeded", amount_received: 200 }, 2_000_000n],
    ["increment_authorization", "amount=1500", held, 15_000_000n],
    ["increment_authorization", "amount=1", held, 10_000_000n],
    ["apply_customer_balance", "amount=1&currency=usd", {}, 10_000_000n],
  ] as const)("%s %s of %j: %d", (verb, body, fields, micros) => {
    const priced = mustPrice(`POST /v1/payment_intents/pi_1/${verb}`, body, { vendor: intent(fields) });
    expect(priced).toMatchObject({ priceMicros: micros, continues: { id: "pi_1", totalMicros: micros } });
    expect(priced.outgoing.target).toBe(`/v1/payment_intents/pi_1/${verb}`);
  });

  test("the object's currency counts, and is judged as one of a request is", () => {
    const confirm = "POST /v1/payment_intents/pi_1/confirm";
    expect(verdictOf(confirm, "", { vendor: intent({ currency: "gbp" }) })).toBe("denied_currency");
    const rules = { currencies: ["usd"] };
    expect(verdictOf(confirm, "", { vendor: intent({ currency: "eur" }), rules })).toBe("denied_currency");
    expect(
      mustPrice("POST /v1/payment_intents/pi_1", "amount=2000", { vendor: intent({ currency: "eur" }) }),
    ).toMatchObject({
      priceMicros: 22_680_000n,
      basis: { currency: "eur", amountMinor: 2000n },
      audit: { price_basis: "look_up", amount: "2000", currency: "eur" },
    });
  });

  test("an update of the currency alone keeps the amount", () => {
    const line = "POST /v1/payment_intents/pi_1";
    expect(verdictOf(line, "currency=EUR", { vendor: intent({}) })).toBe("allowed 11340000");
    expect(verdictOf(line, "currency=kwd", { vendor: intent({ amount: 1005 }) })).toBe("denied_request");
    expect(verdictOf(line, "amount=0", { vendor: intent({}) })).toBe("denied_request");
  });

  test.each([
    ["capture", "amount_to_capture=1e3"],
    ["capture", "amount_to_capture="],
    ["confirm", "amount_to_confirm=-5"],
    ["confirm", "amount_to_confirm[]=5"],
    ["increment_authorization", ""],
    ["increment_authorization", "amount=1&amount=100000"],
    ["capture", "amount=5"],
  ])("%s %s is refused before anything is asked", (verb, body) => {
    expect(verdictOf(`POST /v1/payment_intents/pi_1/${verb}`, body)).toBe("denied_request");
  });

  test("the caller's idempotency key stays on the call", () => {
    const headers = { "content-type": form, "idempotency-key": "k" };
    const priced = mustPrice("POST /v1/payment_intents/pi_1/confirm", "payment_method=pm_1", {
      headers,
      vendor: intent({}),
    });
    expect(priced.idempotencyKey).toBe("k");
    expect(priced.outgoing.headers).toContainEqual(["idempotency-key", "k"]);
  });
});

describe("a charge", () => {
  const charge = (fields: object) =>
    knowing({
      "GET /v1/charges/ch_1": {
        id: "ch_1",
        object: "charge",
        amount: 1000,
        amount_captured: 1000,
        amount_refunded: 0,
        currency: "usd",
        ...fields,
      },
    });

  test.each([
    ["POST /v1/charges/ch_1/capture", "", { amount_captured: 0 }, 10_000_000n],
    ["POST /v1/charges/ch_1/capture", "amount=400", { amount_captured: 0 }, 4_000_000n],
    ["POST /v1/charges/ch_1/capture", "amount=400", { amount_captured: 700 }, 7_000_000n],
    ["POST /v1/refunds", "charge=ch_1", {}, 10_000_000n],
    ["POST /v1/refunds", "charge=ch_1", { amount_refunded: 400 }, 6_000_000n],
    ["POST /v1/refunds", "charge=ch_1", { amount_refunded: 1000 }, 0n],
    ["POST /v1/refunds", "charge=ch_1&amount=50", { currency: "eur" }, 567_000n],
    ["POST /v1/charges/ch_1/refund", "", { amount_refunded: 400 }, 6_000_000n],
    ["POST /v1/charges/ch_1/refunds", "amount=50", {}, 500_000n],
    ["POST /v1/transfers", "currency=usd&source_transaction=ch_1", {}, 10_000_000n],
  ])("%s %s of %j: %d", (line, body, fields, micros) => {
    const priced = mustPrice(line, body, { vendor: charge(fields) });
    expect(priced.priceMicros).toBe(micros);
    expect(priced.continues?.id).toBe(line.endsWith("/capture") ? "ch_1" : undefined);
  });

  test.each([
    ["POST /v1/refunds", "charge=ch_1&payment_intent=pi_1", "denied_request"],
    ["POST /v1/refunds", "amount=100", "denied_request"],
    ["POST /v1/refunds", "charge=ch_1&origin=customer_balance", "denied_request"],
    ["POST /v1/refunds", "customer=cus_1&origin=customer_balance&amount=100&currency=usd", "allowed 1000000"],
    ["POST /v1/refunds", "customer=cus_1&origin=customer_balance", "denied_request"],
    ["POST /v1/charges/ch_1/refund", "charge=ch_2", "denied_request"],
    ["POST /v1/charges/ch_1/refunds", "payment_intent=pi_2", "denied_request"],
    ["POST /v1/refunds", "charge=ch_1&amount=0", "denied_request"],
    ["POST /v1/transfers", "currency=usd", "denied_request"],
    ["POST /v1/transfers", "currency=eur&source_transaction=ch_1", "denied_cost_unknown"],
    ["POST /v1/charges/ch_1/capture", "amount=1.5", "denied_request"],
  ])("%s %s: %s", (line, body, verdict) => {
    expect(verdictOf(line, body, { vendor: charge({}) })).toBe(verdict);
  });

  test("of which more was refunded than charged is not to be believed", () => {
    expect(verdictOf("POST /v1/refunds", "charge=ch_1", { vendor: charge({ amount_refunded: 1001 }) })).toBe(
      "denied_cost_unknown",
    );
  });

  test("that an intent never got leaves nothing to refund", () => {
    const vendor = knowing({
      "GET /v1/payment_intents/pi_1?expand[0]=latest_charge": {
        id: "pi_1",
        object: "payment_intent",
        latest_charge: null,
      },
    });
    const result = priceCall("POST /v1/refunds", "payment_intent=pi_1", { vendor });
    expect(result).toMatchObject({ ok: false, refusal: { verdict: "denied_cost_unknown" } });
  });
});

describe("disputes, invoices and subscriptions", () => {
  const invoice = (fields: object) =>
    knowing({
      "GET /v1/invoices/in_1": {
        id: "in_1",
        object: "invoice",
        amount_due: 1000,
        amount_paid: 0,
        amount_remaining: 1000,
        automatic_tax: { enabled: false },
        currency: "usd",
        starting_balance: 0,
        status: "open",
        total: 1000,
        ...fields,
      },
    });

  test.each([
    [{}, "allowed 10000000"],
    [{ amount_paid: 300, amount_remaining: 700 }, "allowed 10000000"],
    [{ status: "paid", amount_paid: 1000, amount_remaining: 0 }, "allowed 10000000"],
    [{ status: "void", amount_paid: 0, amount_remaining: 0 }, "allowed 0"],
    [{ status: "draft" }, "allowed 10000000"],
    // A customer's credit may be used up, and what is owed from before comes on top.
    [{ status: "draft", amount_due: 200, starting_balance: -800 }, "allowed 10000000"],
    [{ status: "draft", amount_due: 1500, starting_balance: 500 }, "allowed 15000000"],
    [{ status: "draft", amount_due: 1000, starting_balance: 500 }, "allowed 15000000"],
    [{ status: "draft", amount_due: 0, total: -700 }, "allowed 0"],
    [{ status: "draft", automatic_tax: { enabled: true } }, "denied_cost_unknown"],
    [{ status: "open", automatic_tax: { enabled: true } }, "allowed 10000000"],
  ])("an invoice of %j is %s to pay, to finalize and to send", (fields, verdict) => {
    for (const [verb, body] of [
      ["pay", "payment_method=pm_1"],
      ["finalize", "auto_advance=false"],
      ["send", ""],
    ]) {
      expect(verdictOf(`POST /v1/invoices/in_1/${verb}`, body, { vendor: invoice(fields) })).toBe(verdict);
    }
  });

  test("paying what finalizing has counted is no second spend: both continue the invoice", () => {
    for (const verb of ["pay", "finalize", "send"]) {
      const priced = mustPrice(`POST /v1/invoices/in_1/${verb}`, "", { vendor: invoice({}) });
      expect(priced.continues).toEqual({ id: "in_1", totalMicros: 10_000_000n });
    }
  });

  test("a charge with two disputes costs both, in one currency", () => {
    const disputes = (...data: object[]) =>
      knowing({ "GET /v1/disputes?charge=ch_1": { object: "list", has_more: false, data } });
    const close = (vendor: ReturnType<typeof knowing>) =>
      verdictOf("POST /v1/charges/ch_1/dispute/close", "", { vendor });
    const one = { object: "dispute", amount: 1000, currency: "usd" };
    expect(close(disputes(one, { ...one, amount: 50 }))).toBe("allowed 10500000");
    expect(close(disputes(one, { ...one, currency: "eur" }))).toBe("denied_cost_unknown");
    expect(close(disputes())).toBe("denied_cost_unknown");
    const more = { object: "list", has_more: true, data: [one] };
    expect(close(knowing({ "GET /v1/disputes?charge=ch_1": more }))).toBe("denied_cost_unknown");
  });

  const previewed =
    (fields: object, seen: string[] = []) =>
    (lookUp: LookUp) => {
      seen.push(decodeURIComponent(lookUp.outgoing.body?.toString() ?? lookUp.outgoing.target));
      if (lookUp.outgoing.method === "GET") {
        return answered({ id: "si_1", object: "subscription_item", subscription: "sub_1" });
      }
      return answered({
        object: "invoice",
        amount_due: 1000,
        currency: "usd",
        lines: { has_more: false, data: [{ amount: 1000, taxes: null }] },
        starting_balance: 0,
        total: 1000,
        ...fields,
      });
    };

  test.each([
    [
      "POST /v1/subscriptions",
      "customer=cus_1&items[0][price]=price_1&items[0][quantity]=3&items[0][metadata][a]=b&trial_period_days=14&discounts[0][coupon]=c&add_invoice_items[0][price]=price_2&automatic_tax[enabled]=true&payment_behavior=default_incomplete&default_payment_method=pm_1",
      [
        "customer=cus_1&discounts[0][coupon]=c&invoice_items[0][price]=price_2&automatic_tax[enabled]=true&subscription_details[items][0][price]=price_1&subscription_details[items][0][quantity]=3",
      ],
    ],
    [
      "POST /v1/customers/cus_1/subscriptions",
      "items[0][price]=price_1",
      ["customer=cus_1&subscription_details[items][0][price]=price_1"],
    ],
    [
      "POST /v1/subscriptions/sub_1",
      "items[0][id]=si_1&items[0][price]=price_2&proration_behavior=always_invoice&billing_cycle_anchor[type]=now&proration_date=17",
      [
        "subscription=sub_1&subscription_details[items][0][id]=si_1&subscription_details[items][0][price]=price_2&subscription_details[proration_behavior]=always_invoice&subscription_details[billing_cycle_anchor][type]=now&subscription_details[proration_date]=17",
      ],
    ],
    [
      "POST /v1/customers/cus_1/subscriptions/sub_1",
      "trial_end=now",
      ["subscription=sub_1&subscription_details[trial_end]=now"],
    ],
    [
      "POST /v1/subscription_items",
      "subscription=sub_1&price=price_1&quantity=2&proration_behavior=none",
      [
        "subscription=sub_1&subscription_details[items][0][price]=price_1&subscription_details[items][0][quantity]=2&subscription_details[proration_behavior]=none",
      ],
    ],
    [
      "POST /v1/subscription_items/si_1",
      "quantity=5",
      [
        "/v1/subscription_items/si_1",
        "subscription=sub_1&subscription_details[items][0][id]=si_1&subscription_details[items][0][quantity]=5",
      ],
    ],
  ])("%s %s previews the same change", (line, body, questions) => {
    const seen: string[] = [];
    expect(verdictOf(line, body, { vendor: previewed({}, seen) })).toBe("allowed 10000000");
    expect(seen).toEqual(questions);
  });

  test("a preview's credit counts only where the change is reckoned from the same moment", () => {
    const vendor = previewed({
      amount_due: 660,
      total: 660,
      lines: {
        has_more: false,
        data: [
          { amount: 1000, taxes: [{ amount: 100 }] },
          { amount: -400, taxes: [{ amount: -40 }] },
        ],
      },
    });
    const change = "items[0][id]=si_1&items[0][price]=price_2";
    expect(verdictOf("POST /v1/subscriptions/sub_1", change, { vendor })).toBe("allowed 11000000");
    expect(verdictOf("POST /v1/subscriptions/sub_1", `${change}&proration_date=17`, { vendor })).toBe(
      "allowed 6600000",
    );
    const long = previewed({ lines: { has_more: true, data: [] } });
    expect(verdictOf("POST /v1/subscriptions/sub_1", change, { vendor: long })).toBe("denied_cost_unknown");
    expect(verdictOf("POST /v1/subscriptions/sub_1", `${change}&proration_date=17`, { vendor: long })).toBe(
      "allowed 10000000",
    );
  });

  test("a customer's credit does not make a preview cheaper", () => {
    const vendor = previewed({ amount_due: 0, starting_balance: -5000 });
    expect(verdictOf("POST /v1/subscriptions", "customer=cus_1&items[0][price]=price_1", { vendor })).toBe(
      "allowed 10000000",
    );
  });

  test.each([
    ["POST /v1/subscriptions", "customer=cus_1&billing_cycle_anchor=1"],
    ["POST /v1/subscriptions", "customer=cus_1&billing_thresholds[amount_gte]=1"],
    ["POST /v1/subscriptions", "customer=cus_1&items[0][current_trial][trial_offer]=t"],
    ["POST /v1/subscriptions", "customer=cus_1&add_invoice_items[0][period][end][type]=timestamp"],
    ["POST /v1/subscriptions/sub_1", "pause_collection[behavior]=void"],
    ["POST /v1/subscription_items", "subscription=sub_1&plan=gold"],
  ])("%s %s is refused, since a preview has no word for it", (line, body) => {
    expect(verdictOf(line, body, { vendor: previewed({}) })).toBe("denied_cost_unknown");
  });

  test("who subscribes is in the path or in the body, not in both", () => {
    const body = "customer=cus_2&items[0][price]=price_1";
    expect(verdictOf("POST /v1/customers/cus_1/subscriptions", body)).toBe("denied_request");
  });
});

describe("a checkout session of prices", () => {
  const base = "mode=payment&adaptive_pricing[enabled]=false";
  const price = (id: string, fields: object = {}) => ({
    [`GET /v1/prices/${id}?expand[0]=currency_options`]: {
      id,
      object: "price",
      billing_scheme: "per_unit",
      currency: "usd",
      custom_unit_amount: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: 500,
      ...fields,
    },
  });
  const data = "line_items[1][price_data][currency]=usd&line_items[1][price_data][unit_amount]=100";
  const line = (n: number, quantity = 1) =>
    `line_items[${n}][price]=price_${n}&line_items[${n}][quantity]=${quantity}`;
  const verdict = (body: string, ...prices: object[]) =>
    verdictOf("POST /v1/checkout/sessions", `${base}&${body}`, {
      vendor: knowing(Object.assign({}, ...prices)),
    });

  test("costs each unit amount times its quantity, together with lines of the request", () => {
    expect(verdict(`${line(0, 3)}&${data}`, price("price_0"))).toBe("allowed 16000000");
    expect(
      verdict(
        [0, 1, 2, 3].map((n) => line(n, n + 1)).join("&"),
        ...[0, 1, 2, 3].map((n) => price(`price_${n}`)),
      ),
    ).toBe("allowed 50000000");
  });

  test.each([
    ["unknown", {}],
    ["tiered", price("price_0", { billing_scheme: "tiered", unit_amount: null })],
    ["a part of a cent", price("price_0", { unit_amount: null })],
    ["chosen by the payer", price("price_0", { custom_unit_amount: { minimum: 1 } })],
    ["by the package", price("price_0", { transform_quantity: { divide_by: 10, round: "up" } })],
    ["recurring", price("price_0", { type: "recurring" })],
    ["payable in euros too", price("price_0", { currency_options: { usd: {}, eur: {} } })],
  ])("is refused when a price is %s", (_, known) => {
    expect(verdict(line(0), known)).toBe("denied_cost_unknown");
  });

  test("says its currency where a price has several", () => {
    const both = price("price_0", { currency_options: { usd: {}, eur: {} } });
    expect(verdict(`${line(0)}&currency=usd`, both)).toBe("allowed 5000000");
    expect(verdict(`${line(0)}&currency=eur`, both)).toBe("denied_cost_unknown");
    expect(verdict(`${line(0)}&${line(1)}`, price("price_0"), price("price_1", { currency: "eur" }))).toBe(
      "denied_request",
    );
  });

  test.each([
    [`${line(0)}&line_items[0][adjustable_quantity][enabled]=true`, "denied_cost_unknown"],
    [`${line(0)}&line_items[0][price_data][currency]=usd`, "denied_cost_unknown"],
    [`${line(0, 0)}`, "denied_request"],
    [[0, 1, 2, 3, 4].map((n) => line(n)).join("&"), "denied_cost_unknown"],
  ])("%s: %s", (body, expected) => {
    expect(verdict(body, price("price_0"))).toBe(expected);
  });
});
