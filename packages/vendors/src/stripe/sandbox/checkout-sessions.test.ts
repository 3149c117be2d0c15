import { expect, test } from "vitest";
import { refusalOf, withSandbox } from "./sandbox.fixture.ts";

test("a checkout session sums its lines and shipping, and moves nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const price = await stripe.prices.create({
      currency: "usd",
      unit_amount: 250,
      product_data: { name: "Cup" },
    });
    const session = await stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://example.com/thanks",
      line_items: [
        { price: price.id, quantity: 4 },
        { price_data: { currency: "usd", unit_amount: 99, product_data: { name: "Straw" } }, quantity: 2 },
      ],
      shipping_options: [
        {
          shipping_rate_data: {
            display_name: "Post",
            type: "fixed_amount",
            fixed_amount: { amount: 500, currency: "usd" },
          },
        },
      ],
    });
    expect(session).toMatchObject({ amount_subtotal: 1_198, amount_total: 1_698, payment_status: "unpaid" });
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: "expired", url: null });
    expect(await refusalOf(stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("a session needs lines of one currency", () =>
  withSandbox(async (_sandbox, stripe) => {
    const line = (currency: string) => ({
      price_data: { currency, unit_amount: 9, product_data: { name: "x" } },
    });
    const mixed = stripe.checkout.sessions.create({
      mode: "payment",
      line_items: [line("usd"), line("eur")],
    });
    expect(await refusalOf(mixed)).toMatchObject({ statusCode: 400, param: "currency" });
    const empty = stripe.checkout.sessions.create({ mode: "payment" });
    expect(await refusalOf(empty)).toMatchObject({ statusCode: 400, param: "line_items" });
  }));

test("payment links are made and switched off", () =>
  withSandbox(async (_sandbox, stripe) => {
    const product = await stripe.products.create({
      name: "Cup",
      default_price_data: { currency: "usd", unit_amount: 250 },
    });
    const price = String(product.default_price);
    const link = await stripe.paymentLinks.create({ line_items: [{ price, quantity: 1 }] });
    expect(link).toMatchObject({ active: true, currency: "usd" });
    expect((await stripe.paymentLinks.update(link.id, { active: false })).active).toBe(false);
    expect((await stripe.products.update(product.id, { name: "Mug" })).name).toBe("Mug");
    expect((await stripe.prices.list({ product: product.id })).data.map(({ id }) => id)).toEqual([price]);
  }));

test("files are taken as multipart, and only their name and length are kept", () =>
  withSandbox(async (sandbox, stripe) => {
    const data = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256));
    const file = await stripe.files.create({
      purpose: "dispute_evidence",
      file: { data, name: "receipt.png", type: "application/octet-stream" },
    });
    expect(file).toMatchObject({ filename: "receipt.png", size: 5_000, purpose: "dispute_evidence" });
    expect((await stripe.files.list()).data.map(({ id }) => id)).toEqual([file.id]);
    expect(sandbox.log()[0]).toMatchObject({ path: "/v1/files", status: 200, executed: true });
  }));

test("payment methods are saved from tokens and numbers, and behave as those do", () =>
  withSandbox(async (_sandbox, stripe) => {
    const { id: customer } = await stripe.customers.create({});
    const good = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    await stripe.paymentMethods.attach(good.id, { customer });
    expect((await stripe.paymentMethods.list({ customer })).data.map(({ id }) => id)).toEqual([good.id]);
    const charge = (method: string) =>
      stripe.paymentIntents.create({ amount: 500, currency: "usd", payment_method: method, confirm: true });
    expect((await charge(good.id)).status).toBe("succeeded");
    const card = { number: "4000000000000002", exp_month: 1, exp_year: 2040 };
    const bad = await stripe.paymentMethods.create({ type: "card", card });
    expect(await refusalOf(charge(bad.id))).toMatchObject({ code: "card_declined" });
    expect(await refusalOf(charge("pm_none"))).toMatchObject({
      code: "resource_missing",
      param: "payment_method",
    });
    expect((await stripe.paymentMethods.detach(good.id)).customer).toBeNull();
  }));
