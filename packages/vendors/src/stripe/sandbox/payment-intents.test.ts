import { expect, test } from "vitest";
import { postForm, refusalOf, withSandbox } from "./sandbox.fixture.ts";

const visa = { amount: 2_000, currency: "usd", payment_method: "pm_card_visa", confirm: true };

test("a confirmed intent moves its amount once, and its charge is found under it", () =>
  withSandbox(async (sandbox, stripe) => {
    const intent = await stripe.paymentIntents.create({ ...visa, expand: ["latest_charge"] });
    expect(intent).toMatchObject({
      status: "succeeded",
      amount: 2_000,
      amount_received: 2_000,
      livemode: false,
    });
    expect(intent.latest_charge).toMatchObject({
      object: "charge",
      amount_captured: 2_000,
      payment_intent: intent.id,
    });
    expect(sandbox.log().at(-1)).toMatchObject({
      status: 200,
      objectId: intent.id,
      amountMinor: 2_000,
      currency: "usd",
      executed: true,
      moved: [{ direction: "in", currency: "usd", micros: 20_000_000n }],
    });
  }));

test("an intent moves nothing until it is confirmed, and nothing when it is canceled instead", () =>
  withSandbox(async (sandbox, stripe) => {
    const { confirm: _, ...unconfirmed } = visa;
    const first = await stripe.paymentIntents.create(unconfirmed);
    expect(first.status).toBe("requires_confirmation");
    const second = await stripe.paymentIntents.create({ amount: 700, currency: "jpy" });
    expect(second.status).toBe("requires_payment_method");
    expect(sandbox.state().moved.size).toBe(0);
    expect((await stripe.paymentIntents.confirm(first.id)).status).toBe("succeeded");
    expect((await stripe.paymentIntents.cancel(second.id)).status).toBe("canceled");
    expect(sandbox.state().moved).toEqual(new Map([["usd", { in: 20_000_000n, out: 0n, back: 0n }]]));
  }));

test("a declined card answers 402 with the intent and the charge inside, and moves nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const error = await refusalOf(
      stripe.paymentIntents.create({ ...visa, payment_method: "pm_card_chargeDeclined" }),
    );
    expect(error).toMatchObject({
      type: "StripeCardError",
      statusCode: 402,
      code: "card_declined",
      decline_code: "generic_decline",
    });
    expect(error.payment_intent).toMatchObject({ status: "requires_payment_method", amount_received: 0 });
    expect(sandbox.log().at(-1)).toMatchObject({ status: 402, executed: true, moved: [] });
    expect(sandbox.state().moved.size).toBe(0);
    const [charge] = (await stripe.charges.list()).data;
    expect(charge).toMatchObject({
      status: "failed",
      amount_captured: 0,
      payment_intent: error.payment_intent?.id,
    });
  }));

test("a card that wants authentication stops at requires_action, and is refused off session", () =>
  withSandbox(async (sandbox, stripe) => {
    const asking = { ...visa, payment_method: "pm_card_authenticationRequired" };
    expect((await stripe.paymentIntents.create(asking)).status).toBe("requires_action");
    const error = await refusalOf(stripe.paymentIntents.create({ ...asking, off_session: true }));
    expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("a hold moves money only as it is captured, and never more than was held", () =>
  withSandbox(async (sandbox, stripe) => {
    const held = await stripe.paymentIntents.create({ ...visa, capture_method: "manual" });
    expect(held).toMatchObject({ status: "requires_capture", amount_capturable: 2_000, amount_received: 0 });
    await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 2_500 });
    expect(sandbox.state().moved.size).toBe(0);
    const part = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 1_000,
      final_capture: false,
    });
    expect(part).toMatchObject({
      status: "requires_capture",
      amount_capturable: 1_500,
      amount_received: 1_000,
    });
    const tooMuch = await refusalOf(stripe.paymentIntents.capture(held.id, { amount_to_capture: 1_501 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, code: "amount_too_large" });
    const whole = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 500 });
    expect(whole).toMatchObject({ status: "succeeded", amount_capturable: 0, amount_received: 1_500 });
    expect(sandbox.state().moved.get("usd")?.in).toBe(15_000_000n);
    const charge = await stripe.charges.retrieve(String(whole.latest_charge));
    expect(charge).toMatchObject({ amount: 2_500, amount_captured: 1_500, amount_refunded: 1_000 });
  }));

test("an intent that succeeded can be neither confirmed, updated, captured nor canceled", () =>
  withSandbox(async (sandbox, stripe) => {
    const { id } = await stripe.paymentIntents.create(visa);
    const refusals = [
      await refusalOf(stripe.paymentIntents.confirm(id)),
      await refusalOf(stripe.paymentIntents.update(id, { amount: 3_000 })),
      await refusalOf(stripe.paymentIntents.capture(id)),
      await refusalOf(stripe.paymentIntents.cancel(id)),
    ];
    expect(new Set(refusals.map((error) => error.code))).toEqual(
      new Set(["payment_intent_unexpected_state"]),
    );
    expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
  }));

test.each([
  ["currency=usd", "parameter_missing", "amount"],
  ["amount=2000", "parameter_missing", "currency"],
  ["amount=49&currency=usd", "amount_too_small", "amount"],
  ["amount=-5&currency=usd", "parameter_invalid_integer", "amount"],
  ["amount=20.5&currency=usd", "parameter_invalid_integer", "amount"],
  ["amount=2e3&currency=usd", "parameter_invalid_integer", "amount"],
  ["amount=100000000&currency=usd", "amount_too_large", "amount"],
  ["amount=1005&currency=kwd", "parameter_invalid_integer", "amount"],
  ["amount=2000&currency=xyz", "parameter_invalid_string", "currency"],
  ["amount=2000&currency=usd&customer=cus_none", "resource_missing", "customer"],
  ["amount=2000&currency=usd&capture_method=later", "parameter_invalid_enum", "capture_method"],
])("%s is refused with %s, naming %s, and leaves no intent", (body, code, param) =>
  withSandbox(async (sandbox, stripe) => {
    const answer = await postForm(sandbox, "/v1/payment_intents", body);
    expect(answer.status).toBe(400);
    const type = "invalid_request_error";
    expect(await answer.json()).toMatchObject({ error: { type, code, param } });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
    expect(sandbox.log()[0]).toMatchObject({ status: 400, executed: false, moved: [] });
  }),
);

test("the last of two equal parameters counts, as on Stripe's servers", () =>
  withSandbox(async (sandbox) => {
    const body = "amount=100&currency=usd&amount=9900&payment_method=pm_card_visa&confirm=true";
    expect(await (await postForm(sandbox, "/v1/payment_intents", body)).json()).toMatchObject({
      amount: 9_900,
    });
    expect(sandbox.log()[0]).toMatchObject({ amountMinor: 9_900 });
    expect(sandbox.state().moved.get("usd")?.in).toBe(99_000_000n);
  }));
