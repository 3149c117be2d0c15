import { expect, test } from "vitest";
import { refusalOf, withSandbox } from "./sandbox.fixture.ts";

test("a charge moves its amount at once, and books it with Stripe's fee beside it", () =>
  withSandbox(async (sandbox, stripe) => {
    const charge = await stripe.charges.create({
      amount: 1_000,
      currency: "usd",
      source: "tok_visa",
      expand: ["balance_transaction"],
    });
    expect(charge).toMatchObject({ status: "succeeded", captured: true, paid: true });
    expect(charge.balance_transaction).toMatchObject({ amount: 1_000, fee: 59, net: 941, source: charge.id });
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
    const balance = await stripe.balance.retrieve();
    expect(balance.available[0]).toMatchObject({ currency: "usd", amount: 1_000_000_000 + 941 });
  }));

test.each([
  ["tok_chargeDeclined", "card_declined", "generic_decline"],
  ["tok_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
  ["tok_chargeDeclinedExpiredCard", "expired_card", ""],
  ["tok_authenticationRequired", "authentication_required", "authentication_required"],
])("%s is refused with %s, and moves nothing", (source, code, declineCode) =>
  withSandbox(async (sandbox, stripe) => {
    const error = await refusalOf(stripe.charges.create({ amount: 1_000, currency: "usd", source }));
    expect(error).toMatchObject({
      type: "StripeCardError",
      statusCode: 402,
      code,
      decline_code: declineCode,
    });
    expect(await stripe.charges.retrieve(error.charge ?? "")).toMatchObject({
      status: "failed",
      failure_code: code,
    });
    expect(sandbox.state().moved.size).toBe(0);
  }),
);

test("a charge needs a card, the customer's own will do", () =>
  withSandbox(async (_sandbox, stripe) => {
    const bare = await stripe.customers.create({ email: "a@example.com" });
    const saved = await stripe.customers.create({ source: "tok_visa" });
    const charge = (customer: string) => stripe.charges.create({ amount: 1_000, currency: "usd", customer });
    expect(await refusalOf(charge(bare.id))).toMatchObject({ statusCode: 400, code: "parameter_missing" });
    expect(await charge(saved.id)).toMatchObject({ paid: true, customer: saved.id });
    await stripe.customers.del(saved.id);
    expect(await refusalOf(charge(saved.id))).toMatchObject({ statusCode: 400, code: "resource_missing" });
    expect(await refusalOf(charge("cus_none"))).toMatchObject({ statusCode: 400, code: "resource_missing" });
  }));

test("a charge under an intent is captured through the intent", () =>
  withSandbox(async (sandbox, stripe) => {
    const intent = await stripe.paymentIntents.create({
      amount: 1_000,
      currency: "usd",
      payment_method: "pm_card_visa",
      confirm: true,
      capture_method: "manual",
    });
    expect(await refusalOf(stripe.charges.capture(String(intent.latest_charge)))).toMatchObject({
      statusCode: 400,
    });
    await stripe.paymentIntents.cancel(intent.id);
    expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
      captured: false,
      refunded: true,
    });
    expect(sandbox.state().moved.size).toBe(0);
  }));
