import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { refusalOf, withSandbox } from "./sandbox.fixture.ts";

async function customerWith(stripe: Stripe, card: string): Promise<string> {
  return (await stripe.customers.create({ invoice_settings: { default_payment_method: card } })).id;
}

test("an invoice gathers what waits for its customer, and moves money when it is paid", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    await stripe.invoiceItems.create({ customer, amount: 1_500, currency: "usd", description: "Work" });
    await stripe.invoiceItems.create({ customer, amount: -500, currency: "usd" });
    const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
    expect(draft).toMatchObject({ status: "draft", amount_due: 1_000, amount_remaining: 1_000 });
    await stripe.invoices
      .addLines(draft.id, { lines: [{ amount: 250, description: "More" }] })
      .catch(() => {});
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    expect(open.status).toBe("open");
    expect(sandbox.state().moved.size).toBe(0);
    const paid = await stripe.invoices.pay(draft.id);
    expect(paid).toMatchObject({ status: "paid", amount_paid: open.amount_due, amount_remaining: 0 });
    expect(sandbox.state().moved.get("usd")?.in).toBe(BigInt(open.amount_due) * 10_000n);
    const payment = paid.payments?.data[0]?.payment;
    expect(await stripe.paymentIntents.retrieve(String(payment?.payment_intent))).toMatchObject({
      status: "succeeded",
      amount_received: open.amount_due,
    });
    expect(await refusalOf(stripe.invoices.pay(draft.id))).toMatchObject({ code: "invoice_already_paid" });
  }));

test("an item can be put on a draft, not on a final invoice", () =>
  withSandbox(async (_sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const { id: invoice } = await stripe.invoices.create({ customer });
    const item = await stripe.invoiceItems.create({ customer, invoice, amount: 900, currency: "usd" });
    expect(item).toMatchObject({ invoice, quantity: 1 });
    expect(item.quantity_decimal.toString()).toBe("1");
    expect((await stripe.invoices.retrieve(invoice)).amount_due).toBe(900);
    await stripe.invoices.finalizeInvoice(invoice);
    const late = stripe.invoiceItems.create({ customer, invoice, amount: 900, currency: "usd" });
    expect(await refusalOf(late)).toMatchObject({ code: "invoice_not_editable" });
  }));

test("a decline leaves the invoice open; paying it elsewhere moves nothing here", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_chargeDeclined");
    const { id: invoice } = await stripe.invoices.create({ customer });
    await stripe.invoiceItems.create({ customer, invoice, amount: 900, currency: "usd" });
    expect(await refusalOf(stripe.invoices.pay(invoice))).toMatchObject({
      statusCode: 402,
      code: "card_declined",
    });
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: "open", attempt_count: 1 });
    const settled = await stripe.invoices.pay(invoice, { paid_out_of_band: true });
    expect(settled).toMatchObject({ status: "paid", amount_remaining: 0 });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("without a card an invoice cannot be paid, and stays as it was", () =>
  withSandbox(async (sandbox, stripe) => {
    const { id: customer } = await stripe.customers.create({});
    const { id: invoice } = await stripe.invoices.create({ customer });
    await stripe.invoiceItems.create({ customer, invoice, amount: 900, currency: "usd" });
    expect(await refusalOf(stripe.invoices.pay(invoice))).toMatchObject({ statusCode: 400 });
    expect((await stripe.invoices.retrieve(invoice)).status).toBe("draft");
    expect(await stripe.invoices.pay(invoice, { payment_method: "pm_card_visa" })).toMatchObject({
      status: "paid",
    });
    expect(sandbox.state().moved.get("usd")?.in).toBe(9_000_000n);
  }));

test("void and uncollectible end an invoice, deleting ends a draft", () =>
  withSandbox(async (sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const make = async () => {
      const { id: invoice } = await stripe.invoices.create({ customer });
      await stripe.invoiceItems.create({ customer, invoice, amount: 900, currency: "usd" });
      return invoice;
    };
    const [voided, written, deleted] = [await make(), await make(), await make()];
    await stripe.invoices.sendInvoice(voided);
    expect((await stripe.invoices.voidInvoice(voided)).status).toBe("void");
    expect(await refusalOf(stripe.invoices.pay(voided))).toMatchObject({ statusCode: 400 });
    await stripe.invoices.finalizeInvoice(written);
    expect((await stripe.invoices.markUncollectible(written)).status).toBe("uncollectible");
    expect((await stripe.invoices.del(deleted)).deleted).toBe(true);
    expect(await refusalOf(stripe.invoices.retrieve(deleted))).toMatchObject({ statusCode: 404 });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("fractions of a cent and of a piece are multiplied exactly and rounded once", () =>
  withSandbox(async (_sandbox, stripe) => {
    const customer = await customerWith(stripe, "pm_card_visa");
    const price = await stripe.prices.create({
      currency: "usd",
      unit_amount_decimal: Stripe.Decimal.from("0.125"),
      product_data: { name: "Tokens" },
    });
    expect(price).toMatchObject({ unit_amount: null });
    expect(price.unit_amount_decimal?.toString()).toBe("0.125");
    const amountOf = async (quantity: number) =>
      (await stripe.invoiceItems.create({ customer, pricing: { price: price.id }, quantity })).amount;
    expect([await amountOf(4), await amountOf(3), await amountOf(80_001)]).toEqual([1, 0, 10_000]);
  }));
