import { expect, test } from "vitest";
import { createResendSandbox } from "./resend-sandbox.ts";
import { API_KEY, postJson, withSandbox } from "./sandbox.fixture.ts";

test("contacts go by id or address, and into segments", () =>
  withSandbox(async (_sandbox, resend) => {
    const segment = await resend.segments.create({ name: "Everybody" });
    const segmentId = segment.data?.id ?? "";
    const { data } = await resend.contacts.create({
      email: "ada@x.com",
      firstName: "Ada",
      segments: [{ id: segmentId }],
    });
    const bob = await resend.contacts.create({ email: "bob+news@x.com" });
    expect((await resend.contacts.get({ email: "ada@x.com" })).data).toMatchObject({
      id: data?.id,
      first_name: "Ada",
    });
    await resend.contacts.update({ email: "ada@x.com", lastName: "L", unsubscribed: true });
    expect((await resend.contacts.get(data?.id ?? "")).data).toMatchObject({
      last_name: "L",
      unsubscribed: true,
    });
    expect((await resend.contacts.segments.add({ email: "bob+news@x.com", segmentId })).error).toBeNull();
    const listed = await resend.contacts.list({ segmentId });
    expect(listed.data?.data.map(({ id }) => id)).toEqual([bob.data?.id, data?.id]);
    expect((await resend.contacts.remove({ email: "ada@x.com" })).data).toMatchObject({ deleted: true });
    expect((await resend.contacts.get({ email: "ada@x.com" })).error).toMatchObject({ name: "not_found" });
    expect((await resend.segments.get(segmentId)).data).toMatchObject({ name: "Everybody" });
    expect((await resend.segments.list()).data?.data).toHaveLength(1);
    expect((await resend.contacts.create({ email: "" })).error?.name).toBe("missing_required_field");
  }));

test("a broadcast goes to every subscribed contact of its segment when it is sent, and not before", () =>
  withSandbox(async (sandbox, resend) => {
    const segmentId = (await resend.segments.create({ name: "All" })).data?.id ?? "";
    for (const email of ["a@x.com", "b@x.com", "c@x.com"]) {
      await resend.contacts.create({
        email,
        segments: [{ id: segmentId }],
        unsubscribed: email === "c@x.com",
      });
    }
    const draft = { segmentId, from: "a@acme.com", subject: "News", html: "<p>" };
    const { data } = await resend.broadcasts.create(draft);
    expect(sandbox.state().moved.get("usd")).toBeUndefined();
    expect((await resend.broadcasts.send(data?.id ?? "", { scheduledAt: "in 1 hour" })).error).toBeNull();
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 0n, out: 1_800n, back: 0n });
    expect((await resend.broadcasts.get(data?.id ?? "")).data?.status).toBe("queued");
    expect((await resend.broadcasts.cancel(data?.id ?? "")).error).toBeNull();
    await resend.broadcasts.create({ ...draft, send: true });
    expect(sandbox.state().moved.get("usd")).toEqual({ in: 0n, out: 3_600n, back: 1_800n });
    expect((await resend.broadcasts.list()).data?.data).toHaveLength(2);
    expect((await resend.broadcasts.remove(data?.id ?? "")).data).toMatchObject({ deleted: true });
  }));

test("domains, keys and events answer as Resend does", () =>
  withSandbox(async (sandbox, resend) => {
    expect((await resend.domains.list()).data?.data[0]).toMatchObject({ name: "example.com" });
    expect((await resend.domains.get("d")).data).toMatchObject({ status: "verified" });
    expect((await resend.apiKeys.create({ name: "x" })).data?.token).toMatch(/^re_/);
    expect((await resend.apiKeys.list()).data?.data).toEqual([]);
    expect((await resend.events.send({ event: "user.created", email: "a@x.com" })).error).toBeNull();
    expect(sandbox.state().moved.get("usd")).toMatchObject({ out: 900n });
  }));

test("what is disguised reaches its target and shows, what is malformed does not", () =>
  withSandbox(async (sandbox) => {
    const mail = '{"from":"a@b.c","to":"x@y.z","subject":"s","text":"t","to":["x@y.z","u@v.w"]}';
    // Handed over directly: every client that speaks URLs would tidy up these paths before it sends them.
    const vendor = createResendSandbox();
    for (const path of ["/contacts/../emails", "/%65mails", "//emails/.", "/x/%2e%2e/emails"]) {
      const reception = vendor.receive({
        method: "POST",
        path,
        query: "",
        headers: { authorization: `Bearer ${API_KEY}` },
        body: Buffer.from(mail),
      });
      const made = reception.kind === "accepted" ? reception.execution.run() : null;
      expect([path, made?.movements[0]?.micros]).toEqual([path, 1_800n]);
    }
    expect((await postJson(sandbox, "/emails", "{")).status).toBe(400);
    expect((await postJson(sandbox, "/nothing", "{}")).status).toBe(404);
    expect((await postJson(sandbox, "/emails/%ff", "{}")).status).toBe(404);
    const key = { headers: { authorization: `Bearer ${API_KEY}` } };
    expect((await fetch(`${sandbox.url}/resend/emails`, key)).status).toBe(200);
    sandbox.reset();
    expect(await (await fetch(`${sandbox.url}/resend/emails`, key)).json()).toMatchObject({ data: [] });
  }));
