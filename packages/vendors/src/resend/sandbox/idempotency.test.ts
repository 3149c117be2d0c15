import { expect, test } from "vitest";
import { IdempotencyKeys } from "./idempotency.ts";
import { success } from "./replies.ts";
import { withSandbox } from "./sandbox.fixture.ts";

const mail = { from: "a@acme.com", to: "ada@example.com", subject: "Hello", text: "Hi" };

test("the same key and payload give the same answer, with nothing that tells it apart, and send once", () =>
  withSandbox(async (sandbox, resend) => {
    const first = await resend.emails.send(mail, { idempotencyKey: "welcome/1" });
    const again = await resend.emails.send(mail, { idempotencyKey: "welcome/1" });
    expect(again.data).toEqual(first.data);
    expect(Object.keys(again.headers ?? {}).sort()).toEqual(Object.keys(first.headers ?? {}).sort());
    expect(sandbox.state()).toMatchObject({ executed: 1, replayed: 1 });
    const batch = await resend.batch.send([mail, mail], { idempotencyKey: "batch/1" });
    expect((await resend.batch.send([mail, mail], { idempotencyKey: "batch/1" })).data).toEqual(batch.data);
    expect(sandbox.state()).toMatchObject({ executed: 2, replayed: 2 });
  }));

test("the same key with another payload, a key that is too long, and one in use are refused", () =>
  withSandbox(async (sandbox, resend) => {
    await resend.emails.send(mail, { idempotencyKey: "k" });
    const other = await resend.emails.send({ ...mail, text: "Ho" }, { idempotencyKey: "k" });
    expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    const long = await resend.emails.send(mail, { idempotencyKey: "k".repeat(257) });
    expect(long.error).toMatchObject({ statusCode: 400, name: "invalid_idempotency_key" });
    sandbox.scenario({ vendor: "resend", fault: "slow", delay_ms: 300 });
    const slow = resend.emails.send(mail, { idempotencyKey: "k2" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const meanwhile = await resend.emails.send(mail, { idempotencyKey: "k2" });
    expect(meanwhile.error).toMatchObject({ statusCode: 409, name: "concurrent_idempotent_requests" });
    expect((await slow).error).toBeNull();
  }));

test("a refusal does not use up the key, and other endpoints know none", () =>
  withSandbox(async (sandbox, resend) => {
    const broken = await resend.emails.send({ ...mail, subject: "" }, { idempotencyKey: "k" });
    expect(broken.error?.statusCode).toBe(422);
    expect((await resend.emails.send(mail, { idempotencyKey: "k" })).error).toBeNull();
    const headers = { "Idempotency-Key": "k" };
    const contacts = [
      await resend.contacts.create({ email: "a@x.com" }, { headers }),
      await resend.contacts.create({ email: "a@x.com" }, { headers }),
    ];
    expect(new Set(contacts.map(({ data }) => data?.id)).size).toBe(2);
    expect(sandbox.state().replayed).toBe(0);
  }));

test("a key is kept for 24 hours", () => {
  const keys = new IdempotencyKeys();
  const day = 24 * 3_600_000;
  const first = keys.take("k", "x", 0);
  if (first.kind !== "first") throw new Error("the key was known");
  first.use.outcome = success("e", { id: "e" });
  expect(keys.take("k", "x", day - 1).kind).toBe("replay");
  expect(keys.take("k", "y", day - 1).kind).toBe("other_payload");
  expect(keys.take("k", "y", day).kind).toBe("first");
});
