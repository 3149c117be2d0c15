import type { Stripe } from "stripe";
import { expect, test } from "vitest";
import { postForm, refusalOf, withSandbox } from "./sandbox.fixture.ts";

async function monthly(stripe: Stripe, unitAmount: number): Promise<string> {
  const price = { currency: "usd", unit_amount: unitAmount, recurring: { interval: "month" } } as const;
  return (await stripe.prices.create({ ...price, product_data: { name: "Plan" } })).id;
}

async function customerWith(stripe: Stripe, card: string | null): Promise<string> {
  const settings = card === null ? {} : { invoice_settings: { default_payment_method: card } };
  return (await stripe.customers.create(settings)).id;
}

test("a subscription charges its first period at once, with whatever waits for the customer's next invoice", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const price = await monthly(stripe, 1_000);
    await stripe.invoiceItems.create({ customer, amount: 700, currency: "usd", description: "Set-up" });
    const terms = { customer, items: [{ price, quantity: 3 }] };
    const preview = await stripe.invoices.createPreview({
      customer,
      subscription_details: { items: terms.items },
    });
    expect(preview.amount_due).toBe(3_700);
    expect(sandbox.state().moved.size).toBe(0);
    const subscription = await stripe.subscriptions.create({ ...terms, expand: ["latest_invoice"] });
    expect(subscription).toMatchObject({
      status: "active",
      latest_invoice: { status: "paid", amount_paid: 3_700 },
    });
    expect(sandbox.state().moved.get("usd")?.in).toBe(37_000_000n);
    const second = await stripe.subscriptions.create({ ...terms, expand: ["latest_invoice"] });
    expect(second.latest_invoice).toMatchObject({ amount_paid: 3_000 });
  }));

test("a trial, a sent invoice and an incomplete start charge nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const items = [{ price: await monthly(stripe, 1_000) }];
    const trial = await stripe.subscriptions.create({ customer, items, trial_period_days: 7 });
    expect(trial.status).toBe("trialing");
    const sent = await stripe.subscriptions.create({ customer, items, collection_method: "send_invoice" });
    expect(sent.status).toBe("active");
    const waiting: Stripe.SubscriptionCreateParams = {
      payment_behavior: "default_incomplete",
      expand: ["latest_invoice"],
    };
    const incomplete = await stripe.subscriptions.create({ customer, items, ...waiting });
    expect(incomplete).toMatchObject({
      status: "incomplete",
      latest_invoice: { status: "open", amount_due: 1_000 },
    });
    expect(sandbox.state().moved.size).toBe(0);
    const invoice = incomplete.latest_invoice;
    await stripe.invoices.pay(typeof invoice === "string" ? invoice : (invoice?.id ?? ""));
    expect((await stripe.subscriptions.retrieve(incomplete.id)).status).toBe("active");
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
  }));

test("a decline leaves the subscription incomplete, or refuses it whole", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_chargeDeclined");
    const items = [{ price: await monthly(stripe, 1_000) }];
    expect((await stripe.subscriptions.create({ customer, items })).status).toBe("incomplete");
    const strict = stripe.subscriptions.create({ customer, items, payment_behavior: "error_if_incomplete" });
    expect(await refusalOf(strict)).toMatchObject({ statusCode: 402, code: "card_declined" });
    expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(1);
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("without a card, without items or with a price that does not recur, nothing is made", () =>
  withSandbox(async (_sandbox, stripe) => {
    const customer = await customerWith(stripe, null);
    const items = [{ price: await monthly(stripe, 1_000) }];
    const once = await stripe.prices.create({
      currency: "usd",
      unit_amount: 5,
      product_data: { name: "Once" },
    });
    const refusals = [
      await refusalOf(stripe.subscriptions.create({ customer, items })),
      await refusalOf(stripe.subscriptions.create({ customer })),
      await refusalOf(stripe.subscriptions.create({ customer, items: [{ price: once.id }] })),
      await refusalOf(stripe.subscriptions.create({ customer, items: [{ price: "price_none" }] })),
    ];
    expect(refusals.map((error) => error.statusCode)).toEqual([400, 400, 400, 400]);
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.invoices.list()).data).toEqual([]);
  }));

test("a change waits for the next period unless it is invoiced at once", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const price = await monthly(stripe, 1_000);
    const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price }] });
    const item = items.data[0]?.id ?? "";
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 2 }] });
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
    await stripe.subscriptions.update(id, {
      items: [{ id: item, quantity: 5 }],
      proration_behavior: "always_invoice",
    });
    expect(sandbox.state().moved.get("usd")?.in).toBe(40_000_000n);
    const dearer = await monthly(stripe, 9_000);
    const repriced = await stripe.subscriptions.update(id, { items: [{ id: item, price: dearer }] });
    expect(repriced.items.data[0]).toMatchObject({ quantity: 1, price: { unit_amount: 9_000 } });
    await stripe.subscriptions.update(id, { billing_cycle_anchor: { type: "now" } });
    expect(sandbox.state().moved.get("usd")?.in).toBe(130_000_000n);
  }));

test("items added by an update wait for the next invoice, which an update may make", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(stripe, 1_000) }],
    });
    const product = (await stripe.products.create({ name: "Extra" })).id;
    const extra = { price_data: { currency: "usd", product, unit_amount: 400 } };
    await stripe.subscriptions.update(id, { add_invoice_items: [extra] });
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
    await stripe.subscriptions.update(id, { billing_cycle_anchor: { type: "now" } });
    expect(sandbox.state().moved.get("usd")?.in).toBe(24_000_000n);
  }));

test("the end of a trial charges the period, cancelling charges nothing more", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const items = [{ price: await monthly(stripe, 1_000) }];
    const { id } = await stripe.subscriptions.create({ customer, items, trial_period_days: 7 });
    expect((await stripe.subscriptions.update(id, { trial_end: "now" })).status).toBe("active");
    expect((await stripe.subscriptions.cancel(id)).status).toBe("canceled");
    expect(await refusalOf(stripe.subscriptions.update(id, { description: "x" }))).toMatchObject({
      statusCode: 400,
    });
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
  }));

test("the legacy alias below a customer charges just the same", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const price = await monthly(stripe, 1_000);
    const answer = await postForm(
      sandbox,
      `/v1/customers/${customer}/subscriptions`,
      `items[][price]=${price}`,
    );
    expect(await answer.json()).toMatchObject({ object: "subscription", status: "active" });
    expect(sandbox.state().moved.get("usd")?.in).toBe(10_000_000n);
  }));
