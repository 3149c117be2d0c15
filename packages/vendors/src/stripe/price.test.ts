import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mustPrice, priceCall, rules, verdictOf } from "./testing/calls.ts";

const intents = "POST /v1/payment_intents";

describe("the price of an amount that is in the request", () => {
  const places: Readonly<Record<string, number>> = { usd: 2, eur: 2, jpy: 0, kwd: 3, isk: 2 };
  const step: Readonly<Record<string, number>> = { kwd: 10, isk: 100 };

  test("is never below, and less than a micro-dollar above, what Stripe will read in the bytes that are sent", () => {
    const currency = fc.constantFrom("usd", "eur", "jpy", "kwd", "isk", "USD", "Eur");
    const amount = fc.integer({ min: 1, max: 1_000_000_000 });
    const other = fc.constantFrom(
      "",
      "&confirm=true",
      "&metadata[amount]=1",
      "&metadata[currency]=JPY",
      "&application_fee_amount=9",
    );
    fc.assert(
      fc.property(
        currency,
        amount,
        other,
        fc.constantFrom(intents, "POST /v1/charges", "POST /v1/payouts"),
        (code, n, more, line) => {
          fc.pre(more === "" || line === intents);
          const scaled = n * (step[code.toLowerCase()] ?? 1);
          const { priceMicros, outgoing } = mustPrice(line, `currency=${code}&amount=${scaled}${more}`);
          const read = new URLSearchParams(outgoing.body?.toString());
          const sent = read.get("currency") ?? "";
          expect([read.getAll("amount"), sent]).toEqual([[String(scaled)], code.toLowerCase()]);
          const perMajor = Number(rules.rates[sent]) * (sent === "usd" ? 1 : 1.05);
          const exact = (scaled / 10 ** (places[sent] ?? 2)) * perMajor;
          const slack = 1 + exact * 1e-12;
          expect(Number(priceMicros)).toBeGreaterThanOrEqual(exact - exact * 1e-12);
          expect(Number(priceMicros)).toBeLessThan(exact + slack);
        },
      ),
      { numRuns: 2000 },
    );
  }, 30_000);

  test.each([
    ["amount=1&currency=usd", 10_000n],
    ["amount=2000&currency=USD", 20_000_000n],
    ["amount=1000&currency=jpy", 7_035_000n],
    ["amount=1000&currency=kwd", 3_423_000n],
    ["amount=100&currency=isk", 7_560n],
    ["amount=1&currency=eur", 11_340n],
    ["amount=99999999999&currency=usd", 999_999_999_990_000n],
  ])("%s costs %d micro-dollars", (body, micros) => {
    expect(mustPrice(intents, body).priceMicros).toBe(micros);
  });

  test("parts of the amount, ceilings of mandates and amounts in metadata are not added", () => {
    const parts =
      "amount=1000&currency=usd&application_fee_amount=900&transfer_data[amount]=800&metadata[amount]=99999&payment_method_options[card][mandate_options][amount]=5000000";
    expect(mustPrice(intents, parts).priceMicros).toBe(10_000_000n);
  });

  test("an update of an intent is the intent's new total, so that the ledger holds the difference", () => {
    const { continues, priceMicros } = mustPrice(`${intents}/pi_3Abc`, "amount=3000&currency=usd");
    expect({ continues, priceMicros }).toEqual({
      continues: { id: "pi_3Abc", totalMicros: 30_000_000n },
      priceMicros: 30_000_000n,
    });
    expect(mustPrice(`${intents}/pi_3Abc`, "description=x").continues).toBeNull();
    const assumed = mustPrice(`${intents}/pi_3Abc/confirm`, "", {
      rules: { assumedCallMicros: 5n },
      vendor: () => null,
    });
    expect(assumed.continues).toEqual({ id: "pi_3Abc", totalMicros: 5n });
    expect(assumed.audit.price_basis).toBe("assumed");
  });

  test("version 2 reads JSON, by number or by text, and sends the text that it read", () => {
    const body =
      '{ "amount" : {"value":1050,"currency":"usd"}, "from":{"financial_account":"fa_1","currency":"usd"} }';
    const { priceMicros, outgoing } = mustPrice("POST /v2/money_management/outbound_payments", body);
    expect(priceMicros).toBe(10_500_000n);
    expect(outgoing.body?.toString()).toBe(JSON.stringify(JSON.parse(body)));
    expect(outgoing.headers).toContainEqual(["content-type", "application/json"]);
  });
});

describe("tricks with amounts", () => {
  test.each([
    "amount=1&currency=usd&amount=100000",
    "amount=1&currency=usd&%61mount=100000",
    "amount=1&currency=usd&amount%5B%5D=100000",
    "amount[]=1&currency=usd",
    "amount[0]=1&currency=usd",
    "amount[value]=1&currency=usd",
    "amount=1&currency=usd&Amount=100000",
    "amount=1&currency=usd&amount =100000",
    "amount=1&currency=usd&\u00a0amount=100000",
    "amount=1&currency=usd&\ufeffamount=100000",
    "amount=1;amount=100000&currency=usd",
    "currency=usd",
    "amount=&currency=usd",
    "amount=0&currency=usd",
    "amount=00&currency=usd",
    "amount=-5&currency=usd",
    "amount=%2B100&currency=usd",
    "amount=+100&currency=usd",
    "amount=100+&currency=usd",
    "amount=0100&currency=usd",
    "amount=1e3&currency=usd",
    "amount=100.0&currency=usd",
    "amount=1,000&currency=usd",
    "amount=0x64&currency=usd",
    "amount=100abc&currency=usd",
    "amount=NaN&currency=usd",
    "amount=Infinity&currency=usd",
    "amount=1_000&currency=usd",
    "amount=\u0661\u0660\u0660&currency=usd",
    "amount=\uff11\uff10\uff10&currency=usd",
    "amount=\u00a0100&currency=usd",
    "amount=\ufeff100&currency=usd",
    "amount=100%0a&currency=usd",
    "amount=9007199254740993&currency=usd",
    "amount=1000000000000&currency=usd",
    "amount=100",
    "amount=100&currency=",
    "amount=100&currency=us",
    "amount=100&currency=usdd",
    "amount=100&currency=us%64%20",
    "amount=100&currency=u5d",
    "amount=100&currency[]=usd",
    "amount=100&currency=\u017fek",
    "amount=1005&currency=kwd",
    "amount=150&currency=isk",
    "amount=100&currency=usd&unknown_field=1",
    "amount=100&currency=usd&line_items[0][price_data][unit_amount]=500000",
    "amount=100&currency=usd&_method=delete",
    "amount=100&currency=usd&api_key=sk_test_x",
    "amount=100&currency=usd&_stripe_account=acct_1",
    "amount=100&currency=usd&__proto__[x]=1",
    "amount=100&currency=usd&metadata[__proto__]=1",
    "amount=100&currency=usd&&",
  ])("%j is refused", (body) => {
    expect(verdictOf(intents, body)).toBe("denied_request");
  });

  test.each([
    ["amount=100&currency=xyz", "denied_currency"],
    ["amount=100&currency=gbp", "denied_currency"],
    ["amount=100&currency=toString", "denied_request"],
  ])("%s is %s: without a rate there is no price", (body, verdict) => {
    expect(verdictOf(intents, body)).toBe(verdict);
  });

  test("currencies of the key bind dollars too, and a rate of 0 is no rate", () => {
    const only = { rules: { currencies: ["eur"] } };
    expect(verdictOf(intents, "amount=100&currency=usd", only)).toBe("denied_currency");
    expect(verdictOf(intents, "amount=100&currency=EUR", only)).toBe("allowed 1134000");
    expect(verdictOf(intents, "amount=100&currency=usd", { rules: { rates: { usd: 0n } } })).toBe(
      "denied_currency",
    );
    expect(verdictOf(intents, "amount=100&currency=usd", { rules: { rates: { usd: 10n ** 18n } } })).toBe(
      "denied_request",
    );
  });

  test.each([
    ['{"amount":{"value":1,"value":100000,"currency":"usd"}}', "denied_request"],
    ['{"amount":{"value":1e3,"currency":"usd"}}', "denied_request"],
    ['{"amount":{"value":10.0,"currency":"usd"}}', "denied_request"],
    ['{"amount":{"value":-1,"currency":"usd"}}', "denied_request"],
    ['{"amount":{"value":null,"currency":"usd"}}', "denied_request"],
    ['{"amount":{"value":[1],"currency":"usd"}}', "denied_request"],
    ['{"amount":1,"currency":"usd"}', "denied_request"],
    ['{"amount":{"value":1,"currency":"USD"}}', "denied_request"],
    ['{"amount":{"value":1,"currency":"usd"},"__proto__":{}}', "denied_request"],
    ['{"amount":{"value":1,"currency":"usd"},"more":1}', "denied_request"],
    ["amount[value]=1&amount[currency]=usd", "denied_request"],
  ])("version 2: %s is refused", (body, verdict) => {
    expect(verdictOf("POST /v2/money_management/outbound_payments", body)).toBe(verdict);
  });
});

describe("a checkout session is priced only when nothing can be added to it", () => {
  const line = (n: number, amount: number, quantity?: number) =>
    `line_items[${n}][price_data][currency]=usd&line_items[${n}][price_data][unit_amount]=${amount}&line_items[${n}][price_data][product_data][name]=x${quantity === undefined ? "" : `&line_items[${n}][quantity]=${quantity}`}`;
  const base = "mode=payment&adaptive_pricing[enabled]=false&success_url=https://example.com";
  const verdict = (more: string) => verdictOf("POST /v1/checkout/sessions", `${base}&${more}`);

  test("every line is its unit amount times its quantity, which is 1 when left out", () => {
    expect(verdict(`${line(0, 500, 3)}&${line(1, 250)}`)).toBe("allowed 17500000");
  });

  test.each([
    ["line_items[0][price]=price_1&line_items[0][quantity]=1", "asks GET /v1/prices/{id}"],
    [`${line(0, 500, 1)}&line_items[0][adjustable_quantity][enabled]=true`, "denied_cost_unknown"],
    [`${line(0, 500, 1)}&line_items[0][tax_rates][]=txr_1`, "denied_cost_unknown"],
    [`${line(0, 500, 1)}&line_items[0][price_data][recurring][interval]=month`, "denied_cost_unknown"],
    [`${line(0, 500, 1)}&automatic_tax[enabled]=true`, "denied_cost_unknown"],
    [`${line(0, 500, 1)}&shipping_options[0][shipping_rate]=shr_1`, "denied_cost_unknown"],
    [
      `${line(0, 500, 1)}&optional_items[0][price]=price_1&optional_items[0][quantity]=1`,
      "denied_cost_unknown",
    ],
    [`${line(0, 500, 1)}&after_expiration[recovery][enabled]=true`, "denied_cost_unknown"],
    [`${line(0, 500, 1)}&managed_payments[enabled]=true`, "denied_cost_unknown"],
    [
      "line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount_decimal]=1.5",
      "denied_cost_unknown",
    ],
    [`${line(0, 500, 0)}`, "denied_request"],
    [`${line(0, 500)}&line_items[0][quantity]=-1`, "denied_request"],
    [`${line(0, 500)}&${line(1, 100).replace("currency]=usd", "currency]=eur")}`, "denied_request"],
    [`${line(1, 500)}`, "denied_request"],
    ["line_items=", "denied_request"],
    ["", "denied_request"],
  ])("%s", (more, expected) => {
    expect(verdict(more)).toBe(expected);
  });

  test("subscriptions, and payments that Stripe may convert, are refused", () => {
    const sessions = "POST /v1/checkout/sessions";
    expect(verdictOf(sessions, `mode=payment&${line(0, 500)}`)).toBe("denied_cost_unknown");
    expect(verdictOf(sessions, `${base.replace("payment", "subscription")}&${line(0, 500)}`)).toBe(
      "denied_cost_unknown",
    );
    expect(verdictOf(sessions, `adaptive_pricing[enabled]=false&${line(0, 500)}`)).toBe(
      "denied_cost_unknown",
    );
    expect(verdictOf(sessions, `mode=setup&${line(0, 500)}`)).toBe("denied_cost_unknown");
  });
});

describe("the shape of a request", () => {
  const body = "amount=100&currency=usd";

  test.each([
    ["application/x-www-form-urlencoded", "allowed 1000000"],
    ["application/x-www-form-urlencoded; charset=utf-8", "allowed 1000000"],
    ["application/x-www-form-urlencoded;charset=UTF-8", "allowed 1000000"],
    ["application/json", "denied_request 415"],
    ["application/x-www-form-urlencoded; charset=utf-16", "denied_request 415"],
    ["application/x-www-form-urlencoded; x", "denied_request 415"],
    ["application/x-www-form-urlencoded, application/json", "denied_request 415"],
    ["multipart/form-data; boundary=x", "denied_request 415"],
    ["text/plain", "denied_request 415"],
    ["", "denied_request 415"],
  ])("Content-Type %j on a charge: %s", (type, expected) => {
    expect(verdictOf("POST /v1/charges", body, { headers: { "content-type": type } })).toBe(expected);
  });

  test("a body that is not UTF-8 is refused", () => {
    expect(verdictOf(intents, Buffer.from(body, "utf16le"))).toBe("denied_request");
    expect(verdictOf(intents, Buffer.from("amount=100&currency=usd&description=\xff", "latin1"))).toBe(
      "denied_request",
    );
  });

  test.each(["amount=5", "expand[]=x", "amount=100&currency=usd"])(
    "a query on a POST that costs money is refused: %s",
    (query) => {
      expect(verdictOf(intents, body, { query })).toBe("denied_request");
      expect(verdictOf("POST /v1/customers", "", { query: "balance=-500" })).toBe("denied_request");
    },
  );

  test("a query elsewhere is read as strictly as a body, and written anew", () => {
    const { outgoing } = mustPrice("GET /v1/customers", "", {
      query: "limit=3&expand[]=data.x&email=a%40b.c",
    });
    expect(outgoing).toMatchObject({
      target: "/v1/customers?limit=3&expand[0]=data.x&email=a%40b.c",
      body: null,
    });
    for (const query of [
      "limit=1&limit=2",
      "a[b",
      "x=%zz",
      "_stripe_account=acct_1",
      "api_key=sk_1",
      "a\nb=1",
    ]) {
      expect(verdictOf("GET /v1/customers", "", { query })).toBe("denied_request");
    }
    expect(verdictOf("GET /v1/customers", "limit=1")).toBe("denied_request");
  });

  test("an upload passes as it came, to the host for files, and nothing else takes multipart", () => {
    const headers = { "content-type": "multipart/form-data; boundary=----abc" };
    const { outgoing } = mustPrice("POST /v1/files", "--\r\n\u0000binary", { headers });
    expect(outgoing).toMatchObject({
      origin: "https://files.stripe.com",
      body: Buffer.from("--\r\n\u0000binary"),
    });
    expect(verdictOf("POST /v1/files", "a=b")).toBe("denied_request 415");
  });

  test("fields that Keybrake does not know pass where nothing costs money", () => {
    const { outgoing } = mustPrice("POST /v1/customers", "email=a%40b.c&brand_new[field]=1");
    expect(outgoing.body?.toString()).toBe("email=a%40b.c&brand_new[field]=1");
  });

  test("every refusal is a sentence of at most 500 characters, naming the field but no more than its start", () => {
    const long = "x".repeat(5000);
    const result = priceCall(intents, `amount=1&currency=usd&${long}=1`);
    expect(result.ok ? "" : result.refusal.message).toContain(`"${"x".repeat(99)}…"`);
    expect(result.ok ? 0 : result.refusal.message.length).toBeLessThan(500);
  });
});

describe("whose account", () => {
  const stripeAccounts = ["acct_ours"];
  const body = "amount=100&currency=usd";

  test.each([
    [intents, `${body}&on_behalf_of=acct_x`],
    [intents, `${body}&on_behalf_of=whoever`],
    [intents, `${body}&transfer_data[destination]=acct_x`],
    [intents, `${body}&transfer_data[destination]=whoever`],
    ["POST /v1/charges", `${body}&destination[account]=acct_x`],
    ["POST /v1/transfers", `${body}&destination=acct_x`],
    ["POST /v1/transfers", `${body}&destination=cuD9Rwx8pgmRZRpVe02lsuR9cwp2Bzf7`],
    ["POST /v1/payouts", `${body}&destination=acct_x`],
    ["POST /v1/setup_intents", "on_behalf_of=acct_x"],
    ["POST /v1/account_links", "account=acct_x&type=account_onboarding"],
    ["POST /v1/accounts/acct_x", "metadata[a]=b"],
    ["GET /v1/accounts/acct_x", ""],
    ["POST /v2/core/accounts/acct_x/close", ""],
    [
      "POST /v2/money_management/outbound_payments",
      '{"amount":{"value":1,"currency":"usd"},"to":{"recipient":"acct_x"}}',
    ],
  ])("%s %s is denied unless the key names it", (line, text) => {
    expect(verdictOf(line, text)).toBe("denied_account");
    expect(verdictOf(line, text, { rules: { stripeAccounts } })).toBe("denied_account");
    const ours = (part: string) => part.replaceAll(/acct_x|whoever|cuD9\w+/g, "acct_ours");
    expect(verdictOf(ours(line), ours(text), { rules: { stripeAccounts } })).toMatch(/^allowed/);
  });

  test.each([
    { "stripe-account": "acct_x" },
    { "stripe-account": "acct_ours, acct_x" },
    { "stripe-account": "" },
    { "stripe-context": "acct_ours/acct_x" },
    { "stripe-context": "acct_x" },
  ])("header %j is denied", (headers) => {
    expect(verdictOf(intents, body, { headers, rules: { stripeAccounts } })).toBe("denied_account");
    expect(verdictOf("GET /v1/balance", "", { headers, rules: { stripeAccounts } })).toBe("denied_account");
  });

  test("an allowed account passes on, and an account's id in metadata is only text", () => {
    const allowed = mustPrice(intents, `${body}&on_behalf_of=acct_ours&metadata[a]=acct_x`, {
      headers: { "stripe-account": "acct_ours" },
      rules: { stripeAccounts },
    });
    expect(allowed.outgoing.headers).toContainEqual(["stripe-account", "acct_ours"]);
    expect(allowed.audit.stripe_account).toBe("acct_ours");
    expect(verdictOf("POST /v1/payouts", `${body}&destination=ba_1`)).toBe("allowed 1000000");
  });
});

describe("idempotency keys", () => {
  const body = "amount=100&currency=usd";
  const send = (line: string, key: string) => mustPrice(line, "", { headers: { "idempotency-key": key } });

  test("the caller's key is forwarded unchanged, and shown only as the start of its hash", () => {
    const request = mustPrice(intents, body, { headers: { "idempotency-key": "invoice_123" } });
    expect(request.idempotencyKey).toBe("invoice_123");
    expect(request.outgoing.headers).toContainEqual(["idempotency-key", "invoice_123"]);
    expect(request.audit.idempotency_key_sha256).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(request.audit)).not.toContain("invoice_123");
  });

  test("where the caller has none there is none, and where Stripe honours none it is dropped", () => {
    expect(mustPrice(intents, body).idempotencyKey).toBeNull();
    expect(send("GET /v1/customers/cus_1", "k").idempotencyKey).toBeNull();
    expect(send("DELETE /v1/customers/cus_1", "k").outgoing.headers).toEqual([]);
    expect(send("DELETE /v2/core/event_destinations/ed_1", "k").idempotencyKey).toBe("k");
  });

  test.each(["", "a b", "é", "a\tb", "x".repeat(256)])("%j is refused", (key) => {
    expect(verdictOf(intents, body, { headers: { "idempotency-key": key } })).toBe("denied_request");
  });
});

describe("what is sent", () => {
  test("headers come from a list; whatever else the caller sent stays here", () => {
    const { outgoing } = mustPrice(intents, "currency=usd&amount=100&description=a+b", {
      headers: {
        accept: "application/json",
        authorization: "Bearer vk_x",
        cookie: "a=b",
        "user-agent": "Stripe/v1 NodeBindings/23.1.0",
        "stripe-version": "2026-10-28.endive",
        "stripe-request-trigger": "t",
        "x-stripe-client-user-agent": "{}",
        "x-stripe-client-telemetry": "{}",
        "x-forwarded-for": "1.2.3.4",
        "x-http-method-override": "DELETE",
        "accept-encoding": "gzip",
        "x-stripe-other": "1",
      },
    });
    expect(outgoing.headers.map(([name]) => name)).toEqual([
      "content-type",
      "accept",
      "user-agent",
      "stripe-version",
      "stripe-request-trigger",
      "x-stripe-client-user-agent",
      "x-stripe-client-telemetry",
    ]);
    expect(outgoing).toMatchObject({
      method: "POST",
      target: "/v1/payment_intents",
      origin: "https://api.stripe.com",
    });
    expect(outgoing.body?.toString()).toBe("currency=usd&amount=100&description=a%20b");
  });

  test.each([
    ["GET /v1/balance", "https://api.stripe.com"],
    ["GET /v1/quotes/qt_1/pdf", "https://files.stripe.com"],
    ["GET /v1/files/file_1", "https://api.stripe.com"],
    ["POST /oauth/token", "https://connect.stripe.com"],
    ["POST /v2/billing/meter_event_stream", "https://meter-events.stripe.com"],
  ])("%s goes to %s", (line, origin) => {
    expect(mustPrice(line, "", { rules: { assumedCallMicros: 1n } }).outgoing.origin).toBe(origin);
  });

  test("the audit shows what moves, for whom, clipped and escaped", () => {
    const { audit } = mustPrice(
      intents,
      `amount=100&currency=usd&customer=${"c".repeat(300)}&confirm=true&capture_method=manual`,
    );
    expect(audit).toMatchObject({
      amount: "100",
      currency: "usd",
      confirm: "true",
      capture_method: "manual",
      price_basis: "request",
    });
    expect(String(audit.customer)).toHaveLength(100);
    const denied = priceCall(intents, "amount=1%0a%e2%80%a8&currency=usd");
    expect(denied.ok ? "" : denied.audit.amount).toBe("1\\u000a\\u2028");
    expect(mustPrice("GET /v1/charges", "", { query: "limit=3&created[gt]=1" }).audit).toEqual({
      query: "limit,created",
    });
  });
});
