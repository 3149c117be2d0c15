import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProxy } from "./testing/test-proxy.ts";

let proxy: TestProxy;

beforeAll(async () => {
  proxy = await TestProxy.start();
});

afterAll(() => proxy.close());

const payment = { amount: 1_000, currency: "usd" } as const;

describe("stripe-node through the proxy", () => {
  it("creates a payment intent with the real credential, held, settled, and in the audit log", async () => {
    const key = await proxy.issue();
    const created = await proxy.stripe(key).paymentIntents.create(payment);
    expect(created.id).toMatch(/^pi_/);
    expect(created.lastResponse.headers["keybrake-verdict"]).toBe("allowed");
    // On a slow machine the first connection can outlive its ticket: then there is a released row before it.
    expect((await proxy.rows(key.run)).at(-1)).toMatchObject({
      id: created.lastResponse.headers["keybrake-call-id"],
      endpoint: "POST /v1/payment_intents",
      verdict: "allowed",
      state: "accrued",
      status: 200,
      held: 10,
      requested: 10,
      txn: created.id,
    });
    const seen = proxy.sandbox.log().filter((entry) => entry.objectId === created.id);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.credential?.last4).toBe("ijkl");
  });

  it("is refused above the daily cap with the price, what is left, and when it resets, in one try", async () => {
    const key = await proxy.issue({ dailyUsd: 15 });
    const stripe = proxy.stripe(key);
    await stripe.paymentIntents.create(payment);
    const error = await stripe.paymentIntents.create(payment).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    if (!(error instanceof Stripe.errors.StripeRateLimitError)) return;
    expect(error.code).toBe("denied_daily_cap");
    expect(error.message).toMatch(/would cost up to \$10, more than the \$5 left .*resets at/);
    expect((await proxy.rows(key.run)).map((row) => row.verdict)).toEqual(["allowed", "denied_daily_cap"]);
  });

  it("is refused an endpoint that is not on the allowlist, and told what is", async () => {
    const key = await proxy.issue();
    const error = await proxy
      .stripe(key)
      .refunds.create({ charge: "ch_1" })
      .catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(String(error)).toContain("It may call: POST /v1/payment_intents, GET /v1/customers/*");
    expect(await proxy.rows(key.run)).toMatchObject([
      { endpoint: "POST /v1/refunds", verdict: "denied_endpoint", state: "denied", status: 403, cost: 0 },
    ]);
  });

  it("is refused from the moment of revocation, and by a class of its own", async () => {
    const key = await proxy.issue();
    const stripe = proxy.stripe(key);
    await stripe.paymentIntents.create(payment);
    await proxy.revoke(key);
    const error = await stripe.paymentIntents.create(payment).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(String(error)).toContain("revoked");
  });

  it("counts a retry with the same idempotency key once", async () => {
    const key = await proxy.issue({ dailyUsd: 15 });
    const stripe = proxy.stripe(key);
    const options = { idempotencyKey: `invoice_${key.id}` };
    const first = await stripe.paymentIntents.create(payment, options);
    const second = await stripe.paymentIntents.create(payment, options);
    expect(second.id).toBe(first.id);
    expect(proxy.sandbox.log().filter((entry) => entry.objectId === first.id && entry.executed)).toHaveLength(
      1,
    );
  });

  it("counts the same idempotency key with another body as another call", async () => {
    const key = await proxy.issue({ dailyUsd: 15 });
    const stripe = proxy.stripe(key);
    const options = { idempotencyKey: `order_${key.id}` };
    await stripe.paymentIntents.create(payment, options);
    const error = await stripe.paymentIntents
      .create({ ...payment, amount: 1_100 }, options)
      .catch((fault) => fault);
    expect(error.code).toBe("denied_daily_cap");
  });

  it("counts the same idempotency key for another connected account as another call", async () => {
    const key = await proxy.issue({ dailyUsd: 15, rules: { stripeAccounts: ["acct_1A", "acct_1B"] } });
    const stripe = proxy.stripe(key);
    const idempotencyKey = `payout_${key.id}`;
    await stripe.paymentIntents.create(payment, { idempotencyKey, stripeAccount: "acct_1A" });
    const error = await stripe.paymentIntents
      .create(payment, { idempotencyKey, stripeAccount: "acct_1B" })
      .catch((fault) => fault);
    expect(error.code).toBe("denied_daily_cap");
  });

  it("leaves in its row what a call outside the allowlist asked for", async () => {
    const key = await proxy.issue();
    await proxy
      .stripe(key)
      .transfers.create({ amount: 5_000, currency: "usd", destination: "acct_1Thief" })
      .catch((fault: unknown) => fault);
    expect(await proxy.rows(key.run)).toMatchObject([
      {
        verdict: "denied_endpoint",
        request: { amount: "5000", currency: "usd", destination: "acct_1Thief" },
      },
    ]);
  });

  it("cannot climb out of what is allowed by dot segments, which the SDK sends as they are", async () => {
    const key = await proxy.issue();
    const sent = proxy.sandbox.log().length;
    const error = await proxy
      .stripe(key)
      .rawRequest("GET", "/v1/customers/../charges")
      .catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(await proxy.rows(key.run)).toMatchObject([
      { verdict: "denied_request", path: "/v1/customers/../charges" },
    ]);
    expect(proxy.sandbox.log()).toHaveLength(sent);
  });
});
