import twilio from "twilio";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningSandbox, startSandbox } from "../sandbox/server.ts";
import { account, sid } from "./testing/calls.ts";

/** Of the sandbox's magic values: `docs/vendors/twilio.md`. */
const undeliverable = "+12025550030";
const nobodyHome = "+12025550040";
const busyLine = "+12025550041";
const rightCode = "123456";

let sandbox: RunningSandbox;
let client: ReturnType<typeof twilio>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
beforeEach(() => {
  sandbox.reset();
  client = clientOf();
});
afterAll(() => sandbox.close());

function clientOf(password = "sandbox_0123456789ab") {
  const made = twilio(account, password);
  for (const product of ["api", "verify", "lookups", "pricing"] as const) {
    made[product].baseUrl = `${sandbox.url}/twilio/${product}.twilio.com`;
  }
  return made;
}

const text = { to: "+12025550123", from: "+12025550100", body: "Hello" };
const moved = () => sandbox.state().moved.get("usd");
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("twilio-node against the sandbox", () => {
  it("sends a message that has its price only later", async () => {
    const sent = await client.messages.create({ ...text, body: "a".repeat(161) });
    expect(sent).toMatchObject({ status: "queued", price: null, numSegments: "2", accountSid: account });
    expect((await client.messages(sent.sid).fetch()).price).toBeNull();
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ status: "delivered", price: "-0.02380" });
    expect(moved()).toEqual({ in: 0n, out: 23_800n, back: 0n });
  });

  it("sends one that does not arrive and costs a little all the same", async () => {
    const { sid: id } = await client.messages.create({ ...text, to: undeliverable });
    await client.messages(id).fetch();
    expect(await client.messages(id).fetch()).toMatchObject({
      status: "undelivered",
      price: "-0.00100",
      errorCode: 30003,
    });
  });

  it("schedules a message and cancels it, once", async () => {
    const later = new Date(Date.now() + 3_600_000);
    const scheduled = await client.messages.create({
      to: text.to,
      body: "Hello",
      messagingServiceSid: sid("MG"),
      scheduleType: "fixed",
      sendAt: later,
    });
    expect(scheduled).toMatchObject({ status: "scheduled", numSegments: "0" });
    expect((await client.messages(scheduled.sid).update({ status: "canceled" })).status).toBe("canceled");
    expect(moved()).toEqual({ in: 0n, out: 11_900n, back: 11_900n });
    expect(await failureOf(client.messages(scheduled.sid).update({ status: "canceled" }))).toMatchObject({
      code: 30409,
    });
  });

  it("redacts, deletes and lists messages to the end, page by page", async () => {
    for (let index = 0; index < 5; index += 1) await client.messages.create({ ...text, body: `${index}` });
    const all = await client.messages.list({ pageSize: 2 });
    expect(all.map(({ body }) => body)).toEqual(["4", "3", "2", "1", "0"]);
    const first = all[0]?.sid ?? "";
    expect((await client.messages(first).update({ body: "" })).body).toBe("");
    expect(await client.messages(first).remove()).toBe(true);
    expect(await failureOf(client.messages(first).fetch())).toMatchObject({ status: 404, code: 20404 });
  });

  it("rings, and is told the price when the call is over", async () => {
    const made = await client.calls.create({
      to: text.to,
      from: text.from,
      twiml: "<Response><Say>Hi</Say></Response>",
      timeLimit: 59,
    });
    await client.calls(made.sid).fetch();
    expect(await client.calls(made.sid).fetch()).toMatchObject({
      status: "completed",
      price: "-0.01400",
      duration: "59",
    });
    for (const [to, status] of [
      [nobodyHome, "no-answer"],
      [busyLine, "busy"],
    ] as const) {
      const { sid: id } = await client.calls.create({
        to,
        from: text.from,
        twiml: "<Response/>",
        timeLimit: 60,
      });
      await client.calls(id).fetch();
      expect(await client.calls(id).fetch()).toMatchObject({ status, price: null });
    }
    expect((await client.calls(made.sid).update({ status: "completed" })).sid).toBe(made.sid);
    expect(await client.calls.list()).toHaveLength(3);
  });

  it("rings into a conference", async () => {
    const participant = await client
      .conferences(sid("CF"))
      .participants.create({ to: text.to, from: text.from, timeLimit: 60 });
    expect(participant.callSid).toMatch(/^CA/);
  });

  it("buys, lists and releases a number", async () => {
    const bought = await client.incomingPhoneNumbers.create({ phoneNumber: "+12025550199" });
    expect(moved()?.out).toBe(2_150_000n);
    expect((await client.incomingPhoneNumbers.list()).map(({ sid: id }) => id)).toEqual([bought.sid]);
    expect((await client.incomingPhoneNumbers(bought.sid).fetch()).phoneNumber).toBe("+12025550199");
    expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
    await client.incomingPhoneNumbers.local.create({ phoneNumber: "+14155550199" });
    expect((await client.balance.fetch()).currency).toBe("USD");
  });

  it("verifies a number", async () => {
    const { sid: service } = await client.verify.v2.services.create({ friendlyName: "Shop" });
    const { verifications, verificationChecks } = client.verify.v2.services(service);
    const pending = await verifications.create({ to: text.to, channel: "sms" });
    expect(pending).toMatchObject({ status: "pending", valid: false });
    expect((await verificationChecks.create({ to: text.to, code: "000000" })).status).toBe("pending");
    expect((await verificationChecks.create({ to: text.to, code: rightCode })).status).toBe("approved");
    const again = await verifications.create({ to: text.to, channel: "call" });
    expect(
      (await client.verify.v2.services(service).verifications(again.sid).update({ status: "canceled" }))
        .status,
    ).toBe("canceled");
    expect((await client.verify.v2.services(service).fetch()).friendlyName).toBe("Shop");
  });

  it("looks numbers up, one and many", async () => {
    const free = await client.lookups.v2.phoneNumbers("+12025550123").fetch();
    expect(free).toMatchObject({ valid: true, countryCode: "US", callerName: null });
    expect(moved()).toBeUndefined();
    await client.lookups.v2.phoneNumbers("+12025550123").fetch({ fields: "caller_name,sim_swap" });
    expect(moved()?.out).toBe(90_000n);
  });

  it("asks for prices", async () => {
    const prices = await client.pricing.v1.messaging.countries("US").fetch();
    expect(prices.priceUnit).toBe("USD");
    expect((await client.pricing.v2.voice.countries("GB").fetch()).outboundPrefixPrices).toHaveLength(2);
    expect((await client.pricing.v1.phoneNumbers.countries("GB").fetch()).phoneNumberPrices).toHaveLength(2);
  });

  it("gets Twilio's own errors", async () => {
    expect(await failureOf(clientOf("wrong").messages.create(text))).toMatchObject({
      status: 401,
      code: 20003,
    });
    expect(await failureOf(client.messages.create({ ...text, to: "+12025550001" }))).toMatchObject({
      status: 400,
      code: 21211,
    });
    expect(await failureOf(client.messages.create({ ...text, to: "+99912345678" }))).toMatchObject({
      code: 21408,
    });
    expect(await failureOf(client.applications.list())).toMatchObject({ status: 404, code: 20404 });
    expect(sandbox.state().moved.size).toBe(0);
  });

  it("meets faults, armed or asked for", async () => {
    const magic = (fault: string) =>
      client.messages.create({ ...text, statusCallback: `https://sandbox.invalid/${fault}` });
    expect(await failureOf(magic("decline"))).toMatchObject({ status: 400, code: 21610 });
    expect(await failureOf(magic("429"))).toMatchObject({ status: 429, code: 20429 });
    expect(await failureOf(magic("500"))).toMatchObject({ status: 500, code: 20500 });
    expect(await failureOf(magic("409"))).toMatchObject({ status: 409 });
    expect(await failureOf(magic("nonsense"))).toMatchObject({ status: 400 });
    expect(moved()).toBeUndefined();
    expect(await failureOf(magic("moved_after_reset"))).toMatchObject({ code: "ECONNRESET" });
    expect(moved()?.out).toBe(11_900n);
    sandbox.scenario({
      vendor: "twilio",
      fault: "rate_limit",
      match: { path_prefix: "/verify.twilio.com/" },
    });
    expect((await client.messages.create(text)).status).toBe("queued");
    expect(await failureOf(client.verify.v2.services.list())).toMatchObject({ status: 429 });
  });

  it("sends two equal messages twice: there is no idempotency key", async () => {
    const [one, two] = [await client.messages.create(text), await client.messages.create(text)];
    expect(one.sid).not.toBe(two.sid);
    expect(sandbox.log().map(({ executed, replayed, objectId }) => [executed, replayed, objectId])).toEqual([
      [true, false, one.sid],
      [true, false, two.sid],
    ]);
  });
});
