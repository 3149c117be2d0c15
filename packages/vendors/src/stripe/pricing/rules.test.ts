import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costsMoney } from "../../money-classes.ts";
import { endpoints } from "../endpoints.ts";
import { parametersOf } from "../parameters.ts";
import { knowing, mustPrice, priceCall, verdictOf } from "../testing/calls.ts";
import { lookedUp } from "../testing/looked-up.ts";

/** Every endpoint that is priced from its request, and a request of it that costs 10 USD. */
const priced: Readonly<Record<string, string>> = {
  "POST /v1/billing/credit_grants":
    "amount[type]=monetary&amount[monetary][value]=1000&amount[monetary][currency]=usd",
  "POST /v1/charges": "amount=1000&currency=usd&source=tok_visa",
  "POST /v1/checkout/sessions":
    "mode=payment&adaptive_pricing[enabled]=false&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=500&line_items[0][quantity]=2",
  "POST /v1/climate/orders": "amount=1000&currency=usd&product=climsku_1",
  "POST /v1/customers/{id}/balance_transactions": "amount=-1000&currency=usd",
  "POST /v1/payment_intents": "amount=1000&currency=usd",
  "POST /v1/payment_intents/{id}": "amount=1000&currency=usd",
  "POST /v1/payouts": "amount=1000&currency=usd",
  "POST /v1/topups": "amount=1000&currency=usd",
  "POST /v1/transfers": "amount=1000&currency=usd",
  "POST /v1/treasury/inbound_transfers":
    "amount=1000&currency=usd&financial_account=fa_1&origin_payment_method=pm_1",
  "POST /v1/treasury/outbound_payments": "amount=1000&currency=usd&financial_account=fa_1",
  "POST /v1/treasury/outbound_transfers": "amount=1000&currency=usd&financial_account=fa_1",
  "POST /v2/money_management/inbound_transfers": '{"amount":{"value":1000,"currency":"usd"}}',
  "POST /v2/money_management/outbound_payments": '{"amount":{"value":1000,"currency":"usd"}}',
  "POST /v2/money_management/payout_intents": '{"amount":{"value":"1000","currency":"usd"}}',
};

/** Endpoints that cost nothing unless a field says so; with none, or with these, nothing moves. */
const freeWith: Readonly<Record<string, string>> = {
  "POST /v1/checkout/sessions": "mode=setup&success_url=https://example.com",
  "POST /v1/checkout/sessions/{id}": "metadata[a]=b",
  "POST /v1/customers/{id}/balance_transactions": "amount=1000&currency=usd",
  "POST /v1/invoiceitems/{id}": "description=x&metadata[a]=b",
  "POST /v1/invoices": "customer=cus_1&auto_advance=false",
  "POST /v1/invoices/{id}": "footer=x",
  "POST /v1/invoices/{id}/pay": "paid_out_of_band=true",
  "POST /v1/payment_intents/{id}": "metadata[a]=b&capture_method=manual",
  "POST /v1/payment_links/{id}": "active=false",
  "POST /v1/subscription_items/{id}": "metadata[a]=b",
  "POST /v1/subscription_schedules/{id}": "metadata[a]=b",
  "POST /v1/subscriptions/{id}": "cancel_at_period_end=true&cancellation_details[comment]=x",
  "DELETE /v1/subscriptions/{id}": "invoice_now=false&prorate=false",
  "DELETE /v1/subscription_items/{id}": "proration_behavior=none",
  "POST /v1/customers/{customer}/subscriptions/{subscription_exposed_id}": "cancel_at_period_end=true",
  "DELETE /v1/customers/{customer}/subscriptions/{subscription_exposed_id}":
    "invoice_now=false&prorate=false",
};

/** Without any field at all nothing is changed. */
const isFreeBare = (name: string) => verdictOf(path(name)) === "allowed 0";

const path = (name: string) => name.replaceAll(/\{[^}]*\}/g, "xx_1");
/** A body of an endpoint's own fields, with these values. */
function bodyOf(name: string, choices: ReadonlyArray<readonly [at: number, text: string]>): string {
  const known = [...(parametersOf(name) ?? [])].filter(([, { holds }]) => holds === "value");
  const fields = new Map(choices.map(([at, text]) => [known[at % known.length]?.[0] ?? "x", text] as const));
  return name.includes("/v2/")
    ? JSON.stringify(Object.fromEntries(fields))
    : new URLSearchParams([...fields]).toString();
}

const costly = endpoints.filter((endpoint) => costsMoney(endpoint.class));

/** How the price of each is found; what is neither in the request nor looked up is refused. */
function decisionOf(name: string): "request" | "look-up" | "request or look-up" | "refused" {
  if (priced[name] !== undefined) return lookedUp[name] === undefined ? "request" : "request or look-up";
  return lookedUp[name] === undefined ? "refused" : "look-up";
}

describe("every endpoint that costs money has a decision", () => {
  test("they are all here: 76 of them, three of which are DELETEs", () => {
    expect(costly).toHaveLength(76);
    expect(costly.filter(({ method }) => method === "DELETE")).toHaveLength(3);
    const counts: Record<string, number> = {};
    for (const { name } of costly) counts[decisionOf(name)] = (counts[decisionOf(name)] ?? 0) + 1;
    expect(counts).toEqual({
      request: 13,
      "request or look-up": 3,
      "look-up": 19,
      refused: 41,
    });
  });

  test("the tables name none that does not cost money", () => {
    const names = costly.map(({ name }) => name);
    const listed = [...Object.keys(priced), ...Object.keys(lookedUp)];
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(costly.map(({ name }) => [decisionOf(name), name] as const))("%s: %s", (decision, name) => {
    const fromRequest = priced[name];
    if (fromRequest !== undefined) expect(verdictOf(path(name), fromRequest)).toBe("allowed 10000000");
    const look = lookedUp[name];
    if (look !== undefined) {
      expect(verdictOf(path(name), look.body)).toMatch(/^asks /);
      const vendor = knowing(look.objects);
      expect(verdictOf(path(name), look.body, { vendor })).toBe("allowed 10000000");
      expect(mustPrice(path(name), look.body, { vendor }).audit.price_basis).toBe("look_up");
    }
    if (decision !== "refused") return;
    expect(verdictOf(path(name))).toBe(
      name in freeWith && isFreeBare(name) ? "allowed 0" : "denied_cost_unknown",
    );
    const assumed = verdictOf(path(name), "", { rules: { assumedCallMicros: 7n } });
    expect(assumed).toBe(name in freeWith && isFreeBare(name) ? "allowed 0" : "allowed 7");
  });

  const values = ["", "0", "1", "100", "true", "false", "now", "usd", "acct_1", "xx_1"];

  test("what is refused asks nothing either, and is never priced, whatever its fields say", () => {
    const refused = costly.filter(({ name }) => decisionOf(name) === "refused");
    fc.assert(
      fc.property(
        fc.constantFrom(...refused),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...values)), { maxLength: 6 }),
        ({ name }, choices) => {
          expect(verdictOf(path(name), bodyOf(name, choices))).toMatch(/^denied_|^allowed 0$/);
        },
      ),
      { numRuns: 3000 },
    );
  }, 30_000);

  test("docs/vendors/stripe.md has the same table", () => {
    const rows = costly.map(
      ({ name, class: kind }) =>
        `| \`${name}\` | \`${kind}\` | ${decisionOf(name)}${name in freeWith ? ", or free" : ""} |`,
    );
    const docs = readFileSync(new URL("../../../../../docs/vendors/stripe.md", import.meta.url), "utf8");
    const written = docs.match(/^\| `(?:POST|DELETE) [^|]*\|[^|]*\|[^|]*\|$/gm) ?? [];
    expect(written.join("\n")).toBe(rows.join("\n"));
  });

  test("only those that say what they move are priced from the request", () => {
    for (const { name } of costly) {
      if (priced[name] !== undefined) continue;
      const version2 = name.includes("/v2/");
      const body = version2 ? "{}" : name.startsWith("DELETE") ? "" : "expand[]=x";
      const result = priceCall(path(name), body);
      if (result.ok === true) expect(result.request.basis).toBeNull();
    }
  });

  test.each(Object.entries(freeWith))("%s is free with %s", (name, body) => {
    expect(verdictOf(path(name), body)).toBe("allowed 0");
  });

  test("no other endpoint that costs money is ever free, whatever its fields say", () => {
    const strict = costly.filter(({ name }) => freeWith[name] === undefined);
    const value = fc.constantFrom(
      "",
      "0",
      "1",
      "100",
      "-5",
      "true",
      "false",
      "none",
      "usd",
      "eur",
      "payment",
      "setup",
      "acct_1",
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...strict),
        fc.array(fc.tuple(fc.nat(), value), { maxLength: 6 }),
        ({ name }, choices) => {
          expect(verdictOf(path(name), bodyOf(name, choices))).not.toBe("allowed 0");
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** Endpoints whose class is not money, but whose call can cause some. */
const hidden = ["POST /v1/forwarding/requests", "POST /v1/subscriptions/{id}/pause"];

describe("every other endpoint costs nothing", () => {
  test("price 0, with no body and no assumption", () => {
    for (const endpoint of endpoints) {
      if (costsMoney(endpoint.class) || hidden.includes(endpoint.name)) continue;
      expect([
        endpoint.name,
        verdictOf(path(endpoint.name).replace("/accounts/xx_1", "/accounts/acct_1"), "", {
          rules: { stripeAccounts: ["acct_1", "xx_1"] },
        }),
      ]).toEqual([endpoint.name, "allowed 0"]);
    }
  });

  test("an assumed price is never put on a call that moves no money", () => {
    const call = { rules: { assumedCallMicros: 5n } };
    expect(verdictOf("GET /v1/payment_intents/pi_1", "", call)).toBe("allowed 0");
    expect(verdictOf("POST /v1/payment_intents/pi_1/cancel", "", call)).toBe("allowed 0");
    expect(verdictOf("POST /v1/products", "name=x&default_price_data[unit_amount]=5", call)).toBe(
      "allowed 0",
    );
  });
});

describe("an amount that is elsewhere is refused, never guessed", () => {
  test.each([
    ["POST /v1/application_fees/fee_1/refund", "amount=100"],
    ["POST /v1/climate/orders", "metric_tons=5&currency=usd&product=p"],
    ["POST /v1/climate/orders", "amount=100&product=p"],
    ["POST /v1/invoiceitems", "customer=cus_1&amount=100&currency=usd"],
    ["POST /v1/invoices", "customer=cus_1"],
    ["POST /v1/invoices", "customer=cus_1&auto_advance=true"],
    ["POST /v1/invoices", "customer=cus_1&auto_advance=False"],
    ["POST /v1/invoices/in_1", "auto_advance=true"],
    ["DELETE /v1/subscriptions/sub_1", ""],
    ["DELETE /v1/subscriptions/sub_1", "invoice_now=true&prorate=false"],
    ["DELETE /v1/subscription_items/si_1", ""],
    ["POST /v1/payment_links", "line_items[0][price]=price_1&line_items[0][quantity]=1"],
    ["POST /v1/payment_links/plink_1", "active=true"],
    ["POST /v1/tax/calculations", "currency=usd"],
    ["POST /v1/customers", "email=a@b.c&balance=-5000"],
    ["POST /v1/customers", "balance=5000"],
    ["POST /v1/customers", "plan=gold"],
    ["POST /v1/customers/cus_1", "balance=0"],
    ["POST /v1/customers/cus_1", "account_balance=-1"],
    ["POST /v1/customers/cus_1", "source=tok_visa"],
    ["POST /v1/forwarding/requests", "url=https%3A%2F%2Fexample.com"],
    ["POST /v1/subscriptions/sub_1/pause", ""],
    ["POST /v1/subscriptions/sub_1/resume", "billing_cycle_anchor[type]=now"],
    ["POST /v1/subscriptions/sub_1", "pause_collection[behavior]=void"],
    ["POST /v1/subscriptions", "customer=cus_1&items[0][price]=price_1&backdate_start_date=1"],
    ["POST /v1/subscriptions", "customer=cus_1&items[0][price]=price_1&items[0][plan]=gold"],
    ["POST /v1/subscriptions", "customer=cus_1&items="],
    ["POST /v1/subscription_schedules", "customer=cus_1"],
    ["POST /v1/quotes/qt_1/accept", ""],
    ["POST /v1/credit_notes", "invoice=in_1&amount=100"],
    ["POST /v1/issuing/authorizations/iauth_1/approve", "amount=100"],
    ["POST /v1/terminal/readers/tmr_1/process_payment_intent", "payment_intent=pi_1"],
    ["POST /v2/money_management/payout_intents/pint_1/confirm", ""],
  ])("%s %s", (line, body) => {
    expect(verdictOf(line, body)).toBe("denied_cost_unknown");
    expect(verdictOf(line, body, { rules: { assumedCallMicros: 9n } })).toBe("allowed 9");
  });

  test("a DELETE is judged by its query too, which is where Stripe's SDKs put its parameters", () => {
    const free = "invoice_now=false&prorate=false";
    expect(verdictOf("DELETE /v1/subscriptions/sub_1", "", { query: free })).toBe("allowed 0");
    expect(verdictOf("DELETE /v1/subscriptions/sub_1", "", { query: "invoice_now=true" })).toBe(
      "denied_cost_unknown",
    );
    expect(verdictOf("DELETE /v1/subscriptions/sub_1", free, { query: "invoice_now=true" })).toBe(
      "denied_request",
    );
  });
});
