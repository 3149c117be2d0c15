import { expect, test } from "vitest";
import { refusalOf, withSandbox } from "./sandbox.fixture.ts";

test("transfers go out, of their source by default, and come back by reversals", () =>
  withSandbox(async (sandbox, stripe) => {
    const charge = await stripe.charges.create({ amount: 1_000, currency: "usd", source: "tok_visa" });
    const destination = "acct_connected";
    const whole = await stripe.transfers.create({
      currency: "usd",
      destination,
      source_transaction: charge.id,
    });
    expect(whole.amount).toBe(1_000);
    await stripe.transfers.createReversal(whole.id, { amount: 300 });
    const tooMuch = stripe.transfers.createReversal(whole.id, { amount: 701 });
    expect(await refusalOf(tooMuch)).toMatchObject({ statusCode: 400 });
    await stripe.transfers.createReversal(whole.id);
    expect(await stripe.transfers.retrieve(whole.id)).toMatchObject({
      amount_reversed: 1_000,
      reversed: true,
    });
    expect((await stripe.transfers.listReversals(whole.id)).data.map(({ amount }) => amount)).toEqual([
      700, 300,
    ]);
    expect(sandbox.state().moved.get("usd")).toEqual({
      in: 10_000_000n,
      out: 10_000_000n,
      back: 10_000_000n,
    });
  }));

test("a transfer needs an amount or a source, and cannot exceed it", () =>
  withSandbox(async (sandbox, stripe) => {
    const charge = await stripe.charges.create({ amount: 1_000, currency: "usd", source: "tok_visa" });
    const terms = { currency: "usd", destination: "acct_connected" };
    const refusals = [
      await refusalOf(stripe.transfers.create(terms)),
      await refusalOf(stripe.transfers.create({ ...terms, amount: 1_001, source_transaction: charge.id })),
      await refusalOf(stripe.transfers.create({ ...terms, source_transaction: "ch_none" })),
    ];
    expect(refusals.map((error) => error.statusCode)).toEqual([400, 400, 400]);
    expect(sandbox.state().moved.get("usd")?.out).toBe(0n);
  }));

test("payouts and top-ups move at once and can be undone once", () =>
  withSandbox(async (sandbox, stripe) => {
    const payout = await stripe.payouts.create({ amount: 4_000, currency: "eur" });
    const topup = await stripe.topups.create({ amount: 2_500, currency: "eur", description: "Float" });
    expect(sandbox.state().moved.get("eur")).toEqual({ in: 25_000_000n, out: 40_000_000n, back: 0n });
    expect((await stripe.payouts.cancel(payout.id)).status).toBe("canceled");
    expect((await stripe.topups.cancel(topup.id)).status).toBe("canceled");
    expect(await refusalOf(stripe.payouts.cancel(payout.id))).toMatchObject({ statusCode: 400 });
    expect(await refusalOf(stripe.topups.cancel(topup.id))).toMatchObject({ statusCode: 400 });
    expect(sandbox.state().moved.get("eur")?.back).toBe(65_000_000n);
    expect((await stripe.balance.retrieve()).available).toMatchObject([
      { currency: "eur", amount: 1_000_000_000 },
    ]);
  }));

test("an account cannot pay out what it does not have", () =>
  withSandbox(async (sandbox, stripe) => {
    for (let index = 0; index < 10; index++)
      await stripe.payouts.create({ amount: 99_999_999, currency: "usd" });
    const refused = await refusalOf(stripe.payouts.create({ amount: 99_999_999, currency: "usd" }));
    expect(refused).toMatchObject({ statusCode: 400, code: "balance_insufficient" });
    expect(sandbox.state().moved.get("usd")?.out).toBe(9_999_999_900_000n);
  }));

test("outbound payments of API v2 are JSON, go out, and come back when canceled", () =>
  withSandbox(async (sandbox, stripe) => {
    const terms = {
      from: { financial_account: "fa_1", currency: "usd" },
      to: { recipient: "acct_2", currency: "usd" },
      amount: { value: 1_200, currency: "usd" },
    };
    const payments = stripe.v2.moneyManagement.outboundPayments;
    const created = [];
    for (let index = 0; index < 3; index++) created.push((await payments.create(terms)).id);
    expect(sandbox.log()[0]).toMatchObject({ amountMinor: 1_200, currency: "usd", status: 200 });
    expect(await payments.retrieve(created[0] ?? "")).toMatchObject({
      status: "processing",
      amount: terms.amount,
    });
    const listed = await payments.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(listed.map(({ id }) => id)).toEqual(created.reverse());
    expect((await payments.cancel(created[0] ?? "")).status).toBe("canceled");
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 0n, out: 36_000_000n, back: 12_000_000n });
  }));

test("under a v2 key only success is kept", () =>
  withSandbox(async (sandbox, stripe) => {
    const terms = {
      from: { financial_account: "fa_1", currency: "usd" },
      to: { recipient: "acct_2", currency: "usd" },
      amount: { value: 1_200, currency: "usd" },
    };
    const options = { idempotencyKey: "order-1" };
    const payments = stripe.v2.moneyManagement.outboundPayments;
    sandbox.scenario({ vendor: "stripe", fault: "server_error" });
    expect(await refusalOf(payments.create(terms, options))).toMatchObject({ statusCode: 500 });
    const first = await payments.create(terms, options);
    expect((await payments.create(terms, options)).id).toBe(first.id);
  }));
