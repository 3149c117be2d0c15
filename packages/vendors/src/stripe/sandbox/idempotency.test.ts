import { expect, test } from "vitest";
import { postForm, refusalOf, stripeAt, withSandbox } from "./sandbox.fixture.ts";

const visa = { amount: 2_000, currency: "usd", payment_method: "pm_card_visa", confirm: true };

test("a repeat under the same key answers the same and moves nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const first = await stripe.paymentIntents.create(visa, { idempotencyKey: "order-1" });
    const again = await stripe.paymentIntents.create(visa, { idempotencyKey: "order-1" });
    expect(again.id).toBe(first.id);
    const headers = new Headers(again.lastResponse.headers);
    expect(headers.get("idempotent-replayed")).toBe("true");
    expect(headers.get("original-request")).toBe(first.lastResponse.requestId);
    expect(new Headers(first.lastResponse.headers).has("idempotent-replayed")).toBe(false);
    expect(sandbox.log().map(({ executed, replayed, moved }) => [executed, replayed, moved.length])).toEqual([
      [true, false, 1],
      [false, true, 0],
    ]);
    expect(sandbox.state()).toMatchObject({ executed: 1, replayed: 1 });
    expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
  }));

test("a replay repeats the first answer to the byte, whatever became of the object since", () =>
  withSandbox(async (sandbox, stripe) => {
    const body = "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true&expand[]=latest_charge";
    const send = () => postForm(sandbox, "/v1/payment_intents", body, { "idempotency-key": "k" });
    const first = await (await send()).text();
    const { id } = JSON.parse(first);
    await stripe.refunds.create({ payment_intent: id });
    await stripe.paymentIntents.update(id, { description: "changed" });
    expect(await (await send()).text()).toBe(first);
  }));

test("the order of parameters does not matter to a key, their values do", () =>
  withSandbox(async (sandbox) => {
    const send = (body: string) => postForm(sandbox, "/v1/customers", body, { "idempotency-key": "k" });
    expect((await send("name=A&metadata[x]=1&metadata[y]=2")).headers.get("idempotent-replayed")).toBeNull();
    expect((await send("metadata[y]=2&metadata[x]=1&name=A")).headers.get("idempotent-replayed")).toBe(
      "true",
    );
    expect((await send("name=A&metadata[x]=1&metadata[y]=3")).status).toBe(400);
  }));

test("another request under the same key is refused and moves nothing", () =>
  withSandbox(async (sandbox, stripe) => {
    const options = { idempotencyKey: "order-1" };
    const { id } = await stripe.paymentIntents.create(visa, options);
    const other = { ...visa, amount: 3_000 };
    const refusals = [
      await refusalOf(stripe.paymentIntents.create(other, options)),
      await refusalOf(stripe.refunds.create({ payment_intent: id }, options)),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
    }
    expect(sandbox.state().moved).toEqual(new Map([["usd", { in: 20_000_000n, out: 0n, back: 0n }]]));
  }));

test("a key belongs to one endpoint, even where the parameters are the same", () =>
  withSandbox(async (sandbox) => {
    const send = (path: string) => postForm(sandbox, path, "name=Ada", { "idempotency-key": "k" });
    const { id } = JSON.parse(await (await send("/v1/customers")).text());
    const other = await send(`/v1/customers/${id}`);
    expect(other.status).toBe(400);
    expect(await other.text()).toContain("same endpoint");
  }));

test("while the first runs, its duplicates get 409, and the money moves once", () =>
  withSandbox(async (sandbox, stripe) => {
    sandbox.scenario({ vendor: "stripe", fault: "slow", delay_ms: 150 });
    const create = () => stripe.paymentIntents.create(visa, { idempotencyKey: "order-1" });
    const first = create();
    await expect.poll(() => sandbox.log().length).toBe(1);
    const conflicts = await Promise.all([refusalOf(create()), refusalOf(create())]);
    expect(conflicts.map(({ statusCode, code }) => [statusCode, code])).toEqual([
      [409, "idempotency_key_in_use"],
      [409, "idempotency_key_in_use"],
    ]);
    expect((await create().catch(() => first)).id).toBe((await first).id);
    expect((await create()).id).toBe((await first).id);
    expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
  }));

test("a decline and a server error stay under their key", () =>
  withSandbox(async (sandbox, stripe) => {
    const declined = { ...visa, payment_method: "pm_card_chargeDeclined" };
    const first = await refusalOf(stripe.paymentIntents.create(declined, { idempotencyKey: "declined" }));
    const again = await refusalOf(stripe.paymentIntents.create(declined, { idempotencyKey: "declined" }));
    expect(again).toMatchObject({ statusCode: 402, payment_intent: { id: first.payment_intent?.id } });
    expect(again.headers?.["idempotent-replayed"]).toBe("true");
    sandbox.scenario({ vendor: "stripe", fault: "server_error" });
    const broken = () => refusalOf(stripe.paymentIntents.create(visa, { idempotencyKey: "broken" }));
    expect(await broken()).toMatchObject({ statusCode: 500, headers: { "idempotency-key": "broken" } });
    expect(await broken()).toMatchObject({ statusCode: 500, headers: { "idempotent-replayed": "true" } });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test.each(["rate_limit", "conflict"] as const)("after a %s the key is free for a proper try", (fault) =>
  withSandbox(async (sandbox, stripe) => {
    sandbox.scenario({ vendor: "stripe", fault });
    const create = () => stripe.paymentIntents.create(visa, { idempotencyKey: "order-1" });
    expect([409, 429]).toContain((await refusalOf(create())).statusCode);
    expect(await create()).toMatchObject({ status: "succeeded" });
  }),
);

test("a malformed request leaves its key free", () =>
  withSandbox(async (_sandbox, stripe) => {
    const options = { idempotencyKey: "order-1" };
    const malformed = { ...visa, amount: 1 };
    expect(await refusalOf(stripe.paymentIntents.create(malformed, options))).toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.paymentIntents.create(visa, options)).toMatchObject({ status: "succeeded" });
  }));

test("accounts do not share idempotency keys, nor objects", () =>
  withSandbox(async (sandbox, stripe) => {
    const other = stripeAt(sandbox, "sk_test_anotheraccount02");
    const options = { idempotencyKey: "order-1" };
    const mine = await stripe.paymentIntents.create(visa, options);
    const theirs = await other.paymentIntents.create(visa, options);
    expect(theirs.id).not.toBe(mine.id);
    expect(await refusalOf(other.paymentIntents.retrieve(mine.id))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
    const connected = { idempotencyKey: "order-1", stripeAccount: "acct_connected" };
    expect((await stripe.paymentIntents.create(visa, connected)).id).not.toBe(mine.id);
    expect(sandbox.state().credentials.map(({ credential }) => credential.last4)).toEqual(["re01", "nt02"]);
  }));

test("a key of more than 255 characters is refused", () =>
  withSandbox(async (_sandbox, stripe) => {
    const create = (length: number) => stripe.customers.create({}, { idempotencyKey: "k".repeat(length) });
    expect(await create(255)).toMatchObject({ object: "customer" });
    expect(await refusalOf(create(256))).toMatchObject({ statusCode: 400 });
  }));
