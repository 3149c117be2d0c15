import { expect, test } from "vitest";
import { postForm, refusalOf, stripeAt, withSandbox } from "./sandbox.fixture.ts";

test("items of a subscription are added, read and changed by themselves, and billed as the subscription is", () =>
  withSandbox(async (sandbox, stripe) => {
    const { id: customer } = await stripe.customers.create({
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const price = async (unit_amount: number) =>
      (
        await stripe.prices.create({
          currency: "usd",
          unit_amount,
          recurring: { interval: "month" },
          product_data: { name: "Plan" },
        })
      ).id;
    const [small, large] = [await price(500), await price(2_000)];
    const subscription = await stripe.subscriptions.create({ customer, items: [{ price: small }] });
    const proration = { proration_behavior: "always_invoice" } as const;
    const added = await stripe.subscriptionItems.create({
      subscription: subscription.id,
      price: large,
      ...proration,
    });
    expect(await stripe.subscriptionItems.retrieve(added.id)).toMatchObject({
      object: "subscription_item",
      subscription: subscription.id,
      quantity: 1,
    });
    await stripe.subscriptionItems.update(added.id, { quantity: 3, ...proration });
    const { items } = await stripe.subscriptions.retrieve(subscription.id);
    expect(items.data.map((item) => item.quantity)).toEqual([1, 3]);
    expect(sandbox.state().moved.get("usd")?.in).toBe(65_000_000n);
    expect(await refusalOf(stripe.subscriptionItems.retrieve("si_none"))).toMatchObject({ statusCode: 404 });
    expect(await refusalOf(stripe.subscriptionItems.update(added.id, { price: "price_none" }))).toMatchObject(
      {
        statusCode: 400,
      },
    );
  }));

test("the old alias closes the dispute of its charge", () =>
  withSandbox(async (sandbox, stripe) => {
    const charge = await stripe.charges.create({
      amount: 700,
      currency: "usd",
      source: "tok_createDispute",
    });
    const closed = await postForm(sandbox, `/v1/charges/${charge.id}/dispute/close`, "");
    expect(await closed.json()).toMatchObject({ object: "dispute", amount: 700, status: "lost" });
    expect(sandbox.state().moved.get("usd")?.out).toBe(7_000_000n);
    expect((await postForm(sandbox, "/v1/charges/ch_none/dispute/close", "")).status).toBe(404);
  }));

test("a price tells the other currencies that it can be paid in", () =>
  withSandbox(async (_sandbox, stripe) => {
    const terms = { currency: "usd", unit_amount: 700, product_data: { name: "x" } } as const;
    const price = await stripe.prices.create({ ...terms, currency_options: { eur: { unit_amount: 600 } } });
    const read = await stripe.prices.retrieve(price.id, { expand: ["currency_options"] });
    expect(read.currency_options).toMatchObject({ usd: { unit_amount: 700 }, eur: { unit_amount: 600 } });
  }));

test("a key that was rolled is refused as expired", () =>
  withSandbox(async (sandbox) => {
    const error = await refusalOf(stripeAt(sandbox, "sk_test_sandbox_revoked_1234").balance.retrieve());
    expect(error).toMatchObject({ statusCode: 401, code: "api_key_expired" });
  }));
