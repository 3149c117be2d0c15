import { expect, test } from "vitest";
import { postJson, resendAt, withSandbox } from "./sandbox.fixture.ts";

const mail = { from: "Acme <a@acme.com>", to: "ada@example.com", subject: "Hello", text: "Hi" };

const usd = (moved: ReadonlyMap<string, unknown>) => moved.get("usd");

test("an email is sent once, counted by its recipients, and kept", () =>
  withSandbox(async (sandbox, resend) => {
    const { data, error } = await resend.emails.send({
      ...mail,
      cc: ["b@x.com", "C <c@x.com>"],
      bcc: "d@x.com",
    });
    expect(error).toBeNull();
    expect(data?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(usd(sandbox.state().moved)).toEqual({ in: 0n, out: 3_600n, back: 0n });
    expect(sandbox.log()[0]).toMatchObject({
      vendor: "resend",
      amountMinor: 4,
      objectId: data?.id,
      executed: true,
    });
    const kept = await resend.emails.get(data?.id ?? "");
    expect(kept.data).toMatchObject({ object: "email", to: ["ada@example.com"], last_event: "delivered" });
    const usage = await resend.usage.get();
    expect(usage.data?.emails.monthly.used).toBe(4);
  }));

test.each([
  [{ to: undefined }, "missing_required_field"],
  [{ from: undefined }, "missing_required_field"],
  [{ subject: "" }, "missing_required_field"],
  [{ text: undefined }, "missing_required_field"],
  [{ to: Array(51).fill("a@x.com") }, "validation_error"],
  [{ scheduled_at: "whenever" }, "validation_error"],
  [{ scheduled_at: "in 60 days" }, "validation_error"],
  [{ tags: [{ name: "sandbox", value: "no_such_fault" }] }, "validation_error"],
])("%j is refused in Resend's envelope, and moves nothing", (change, name) =>
  withSandbox(async (sandbox) => {
    const response = await postJson(sandbox, "/emails", JSON.stringify({ ...mail, ...change }));
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ statusCode: 422, name, message: expect.any(String) });
    expect(sandbox.state()).toMatchObject({ executed: 0 });
  }),
);

test("recipients are counted wherever they stand, so that what a proxy overlooked shows", () =>
  withSandbox(async (sandbox) => {
    const hidden = [
      { ...mail, to: "a@x.com, b@x.com;c@x.com" },
      { ...mail, to: [["a@x.com"], { email: "b@x.com" }, "c@x.com"] },
      { ...mail, headers: { Bcc: "b@x.com, c@x.com" } },
      { ...mail, subject: "Hi\r\nBcc: b@x.com\nCc: c@x.com" },
      { ...mail, to: "a\uff20x.com\uff0c b@x.com <c@x.com>" },
    ];
    for (const [index, body] of hidden.entries()) {
      await postJson(sandbox, "/emails", JSON.stringify(body));
      expect([index, sandbox.log().at(-1)?.moved[0]?.micros]).toEqual([index, 2_700n]);
    }
  }));

test("a batch is strict unless it is told to be permissive", () =>
  withSandbox(async (sandbox, resend) => {
    const broken = { ...mail, subject: "" };
    const strict = await resend.batch.send([mail, broken]);
    expect(strict.error).toMatchObject({ statusCode: 422, name: "missing_required_field" });
    expect(sandbox.state().executed).toBe(0);
    const permissive = await resend.batch.send([mail, broken, mail], { batchValidation: "permissive" });
    expect(permissive.data?.data).toHaveLength(2);
    expect(permissive.data?.errors).toEqual([{ index: 1, message: expect.any(String) }]);
    expect(usd(sandbox.state().moved)).toMatchObject({ out: 1_800n });
    expect((await resend.batch.send(Array(101).fill(mail))).error?.statusCode).toBe(422);
  }));

test("a scheduled email can be moved and canceled until it is due, and canceled is given back for good", () =>
  withSandbox(async (sandbox, resend) => {
    const { data } = await resend.emails.send({ ...mail, scheduledAt: "in 1 hour" });
    const id = data?.id ?? "";
    expect((await resend.emails.get(id)).data?.last_event).toBe("scheduled");
    expect((await resend.emails.update({ id, scheduledAt: "2100-01-01T00:00:00Z" })).error).toBeNull();
    expect((await resend.emails.cancel(id)).data).toEqual({ object: "email", id });
    expect(usd(sandbox.state().moved)).toEqual({ in: 0n, out: 900n, back: 900n });
    expect((await resend.emails.get(id)).data?.last_event).toBe("canceled");
    expect((await resend.emails.cancel(id)).error?.name).toBe("validation_error");
    expect((await resend.emails.update({ id, scheduledAt: "in 1 hour" })).error?.name).toBe(
      "validation_error",
    );
    expect((await resend.emails.cancel("00000000-0000-4000-8000-000000000000")).error?.statusCode).toBe(404);
    const due = await resend.emails.send({ ...mail, scheduledAt: "2020-01-01T00:00:00Z" });
    expect((await resend.emails.cancel(due.data?.id ?? "")).error?.name).toBe("validation_error");
    expect(usd(sandbox.state().moved)).toMatchObject({ back: 900n });
  }));

test("lists go on to the end, forwards and back", () =>
  withSandbox(async (_sandbox, resend) => {
    const sent: string[] = [];
    for (let index = 0; index < 5; index += 1) sent.unshift((await resend.emails.send(mail)).data?.id ?? "");
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; after = seen.at(-1)) {
      const { data } = await resend.emails.list(after === undefined ? { limit: 2 } : { limit: 2, after });
      seen.push(...(data?.data ?? []).map(({ id }) => id));
      more = data?.has_more ?? false;
    }
    expect(seen).toEqual(sent);
    const back = await resend.emails.list({ limit: 2, before: sent[3] ?? "" });
    expect(back.data?.data.map(({ id }) => id)).toEqual([sent[1], sent[2]]);
    expect(back.data?.has_more).toBe(true);
    expect((await resend.emails.list({ limit: 101 })).error?.name).toBe("validation_error");
    expect((await resend.emails.list({ after: "x" })).error?.name).toBe("validation_error");
  }));

test("keys do not see each other's emails, and each is refused as Resend refuses it", () =>
  withSandbox(async (sandbox, resend) => {
    const { data } = await resend.emails.send(mail);
    const other = resendAt(sandbox, "re_sandbox_other00001");
    expect((await other.emails.get(data?.id ?? "")).error).toMatchObject({
      statusCode: 404,
      name: "not_found",
    });
    const revoked = resendAt(sandbox, "re_sandbox_revoked_0001");
    expect((await revoked.emails.send(mail)).error).toMatchObject({
      statusCode: 401,
      name: "validation_error",
    });
    expect((await revoked.emails.list()).error).toMatchObject({ statusCode: 400, name: "validation_error" });
    const sending = resendAt(sandbox, "re_sandbox_sending_0001");
    expect((await sending.emails.send(mail)).error).toBeNull();
    expect((await sending.emails.list()).error).toMatchObject({
      statusCode: 401,
      name: "restricted_api_key",
    });
    const none = await fetch(`${sandbox.url}/resend/emails`);
    expect(await none.json()).toMatchObject({ statusCode: 401, name: "missing_api_key" });
    expect((await resendAt(sandbox, "sk_test_x").emails.send(mail)).error?.statusCode).toBe(401);
  }));
