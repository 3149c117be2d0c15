import { expect, test } from "vitest";
import { postForm, refusalOf, withSandbox } from "./sandbox.fixture.ts";

const visa = { amount: 2_000, currency: "usd", payment_method: "pm_card_visa", confirm: true };

test("refunds take out what they name, then what is left, and not a cent more", () =>
  withSandbox(async (sandbox, stripe) => {
    const intent = await stripe.paymentIntents.create(visa);
    const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 500, reason: "duplicate" });
    expect(part).toMatchObject({
      amount: 500,
      status: "succeeded",
      charge: intent.latest_charge,
      currency: "usd",
    });
    const tooMuch = await refusalOf(stripe.refunds.create({ payment_intent: intent.id, amount: 1_501 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    const rest = await stripe.refunds.create({ charge: String(intent.latest_charge) });
    expect(rest.amount).toBe(1_500);
    const again = await refusalOf(stripe.refunds.create({ payment_intent: intent.id }));
    expect(again.code).toBe("charge_already_refunded");
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 20_000_000n, out: 20_000_000n, back: 0n });
    expect((await stripe.charges.retrieve(String(intent.latest_charge))).refunded).toBe(true);
    expect(
      (await stripe.refunds.list({ payment_intent: intent.id })).data.map(({ amount }) => amount),
    ).toEqual([1_500, 500]);
  }));

test("the aliases below a charge refund just the same", () =>
  withSandbox(async (sandbox, stripe) => {
    const charge = await stripe.charges.create({ amount: 1_000, currency: "eur", source: "tok_visa" });
    const asCharge = await postForm(sandbox, `/v1/charges/${charge.id}/refund`, "amount=300");
    expect(await asCharge.json()).toMatchObject({ object: "charge", amount_refunded: 300 });
    const asRefund = await postForm(sandbox, `/v1/charges/${charge.id}/refunds`, "");
    expect(await asRefund.json()).toMatchObject({ object: "refund", amount: 700 });
    expect(sandbox.state().moved.get("eur")?.out).toBe(10_000_000n);
  }));

test("letting go of a hold moves nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const held = await stripe.charges.create({
      amount: 900,
      currency: "usd",
      source: "tok_visa",
      capture: false,
    });
    expect(await refusalOf(stripe.refunds.create({ charge: held.id, amount: 100 }))).toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.refunds.create({ charge: held.id })).toMatchObject({
      amount: 900,
      balance_transaction: null,
    });
    expect(await refusalOf(stripe.charges.capture(held.id))).toMatchObject({ statusCode: 400 });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("after a partial capture only the captured part can be refunded", () =>
  withSandbox(async (sandbox, stripe) => {
    const held = await stripe.charges.create({
      amount: 900,
      currency: "usd",
      source: "tok_visa",
      capture: false,
    });
    expect((await stripe.charges.capture(held.id, { amount: 600 })).amount_refunded).toBe(300);
    expect(await refusalOf(stripe.refunds.create({ charge: held.id, amount: 601 }))).toMatchObject({
      statusCode: 400,
    });
    expect((await stripe.refunds.create({ charge: held.id })).amount).toBe(600);
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 6_000_000n, out: 6_000_000n, back: 0n });
  }));

test("what was never charged, or is disputed, cannot be refunded", () =>
  withSandbox(async (sandbox, stripe) => {
    const unconfirmed = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
    const disputed = await stripe.charges.create({
      amount: 500,
      currency: "usd",
      source: "tok_createDispute",
    });
    const refusals = [
      await refusalOf(stripe.refunds.create({ payment_intent: unconfirmed.id })),
      await refusalOf(stripe.refunds.create({ charge: disputed.id })),
      await refusalOf(stripe.refunds.create({ charge: "ch_none" })),
      await refusalOf(stripe.refunds.create({})),
    ];
    expect(refusals.map((error) => error.code)).toEqual([
      "payment_intent_unexpected_state",
      "charge_disputed",
      "resource_missing",
      "parameter_missing",
    ]);
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 5_000_000n, out: 0n, back: 0n });
  }));

test("closing a dispute loses its amount, once", () =>
  withSandbox(async (sandbox, stripe) => {
    await stripe.charges.create({ amount: 500, currency: "usd", source: "tok_createDispute" });
    const [dispute] = (await stripe.disputes.list()).data;
    const closed = await stripe.disputes.close(dispute?.id ?? "");
    expect(closed).toMatchObject({ status: "lost", amount: 500 });
    expect(await refusalOf(stripe.disputes.close(closed.id))).toMatchObject({ statusCode: 400 });
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 5_000_000n, out: 5_000_000n, back: 0n });
  }));
