import { describe, expect, it } from "vitest";
import type { VendorAnswer } from "../outcome.ts";
import type { OpenCall } from "../vendor.ts";
import { matchEndpoint } from "./endpoints.ts";
import { reconciler } from "./reconcile.ts";
import { account, messages, sid } from "./testing/calls.ts";

const calledAt = new Date("2026-11-25T12:00:00Z");

function openCall(changes: Partial<OpenCall> = {}): OpenCall {
  const [method = "", path = ""] = messages.split(" ");
  const endpoint = matchEndpoint(method, path);
  if (endpoint === undefined) throw new Error("no endpoint");
  return {
    endpoint,
    path,
    state: "accrued",
    countedMicros: 10_000n,
    transactionId: sid("SM"),
    request: {},
    account,
    calledAt,
    ...changes,
  };
}

function told(object: Record<string, unknown>, { hours = 1, status = 200 } = {}): VendorAnswer {
  const date = new Date(calledAt.getTime() + hours * 3_600_000).toUTCString();
  return {
    status,
    headers: new Map([["date", date]]),
    body: Buffer.from(JSON.stringify({ sid: sid("SM"), price: null, price_unit: "USD", ...object })),
  };
}

describe("asking Twilio later", () => {
  it.each([
    ["SM", "Messages"],
    ["MM", "Messages"],
    ["CA", "Calls"],
  ])("goes by the SID: %s is one of %s", (prefix, list) => {
    const lookUp = reconciler.lookUp(openCall({ transactionId: sid(prefix) }));
    expect(lookUp?.endpoint.name).toBe(`GET /2010-04-01/Accounts/{AccountSid}/${list}/{Sid}.json`);
    expect(lookUp?.outgoing).toMatchObject({
      origin: "https://api.twilio.com",
      method: "GET",
      target: `/2010-04-01/Accounts/${account}/${list}/${sid(prefix)}.json`,
      body: null,
    });
  });

  it("is impossible without a SID or an account, and of what has no price", () => {
    expect(reconciler.lookUp(openCall({ state: "unknown", transactionId: null }))).toBeNull();
    expect(reconciler.lookUp(openCall({ account: null }))).toBeNull();
    expect(reconciler.lookUp(openCall({ transactionId: sid("VE") }))).toBeNull();
    expect(reconciler.lookUp(openCall({ transactionId: "SM1/../../Keys" }))).toBeNull();
  });
});

describe("what Twilio says later", () => {
  it.each([
    ["-0.00750", 7_500n],
    ["-0.0079", 7_900n],
    ["-1.2345678", 1_234_568n],
    ["0", 0n],
    ["-0.00", 0n],
    ["-12", 12_000_000n],
  ])("settles at the true price: %s", (price, micros) => {
    expect(reconciler.read(openCall(), told({ status: "delivered", price }))).toMatchObject({
      state: "settled",
      costMicros: micros,
      parsedMicros: micros,
      transactionId: sid("SM"),
      object: null,
    });
  });

  it("settles what failed at what it cost all the same", () => {
    expect(reconciler.read(openCall(), told({ status: "undelivered", price: "-0.00100" }))).toMatchObject({
      state: "settled",
      costMicros: 1_000n,
    });
  });

  it("leaves a call open while there is no price, whatever else it says", () => {
    for (const status of ["queued", "accepted", "scheduled", "sent", "delivered", "failed", "undelivered"]) {
      expect(reconciler.read(openCall(), told({ status })), status).toBeNull();
    }
    expect(
      reconciler.read(openCall(), told({ status: "delivered", price: "-0.01", price_unit: "EUR" })),
    ).toBeNull();
    expect(reconciler.read(openCall(), told({ status: "delivered", price: "free" }))).toBeNull();
  });

  it("takes the estimate for the price two days after the message was over", () => {
    expect(reconciler.read(openCall(), told({ status: "failed" }, { hours: 47 }))).toBeNull();
    expect(reconciler.read(openCall(), told({ status: "failed" }, { hours: 49 }))).toMatchObject({
      state: "settled",
      costMicros: 10_000n,
      parsedMicros: null,
    });
    expect(reconciler.read(openCall(), told({ status: "scheduled" }, { hours: 500 }))).toBeNull();
  });

  it("waits as long for a message that was scheduled, from when it was sent", () => {
    const sent = {
      status: "delivered",
      date_sent: new Date(calledAt.getTime() + 700 * 3_600_000).toUTCString(),
    };
    expect(reconciler.read(openCall(), told(sent, { hours: 701 }))).toBeNull();
    expect(reconciler.read(openCall(), told(sent, { hours: 749 }))).toMatchObject({ state: "settled" });
    // Scheduled 35 days ahead, it is still asked about then.
    expect(reconciler.givenUpAfterMs).toBeGreaterThan((35 * 24 + 48) * 3_600_000);
  });

  it("releases a canceled message, and its object, for good", () => {
    const call = openCall({ request: { scheduled: true } });
    expect(reconciler.read(call, told({ status: "canceled" }))).toMatchObject({
      state: "released",
      costMicros: 0n,
      object: { id: sid("SM"), totalMicros: 0n, status: "canceled" },
    });
  });

  it("closes the object of a scheduled message that was sent", () => {
    const call = openCall({ request: { scheduled: true } });
    expect(reconciler.read(call, told({ status: "delivered", price: "-0.02" }))?.object).toEqual({
      id: sid("SM"),
      totalMicros: 20_000n,
      status: "closed",
    });
  });

  it.each(["busy", "no-answer", "failed", "canceled"])(
    "releases a call that was never answered: %s",
    (status) => {
      const call = openCall({ transactionId: sid("CA") });
      expect(reconciler.read(call, told({ sid: sid("CA"), status }))).toMatchObject({
        state: "released",
        costMicros: 0n,
      });
    },
  );

  it("settles a deleted record at what was counted, since its price is gone", () => {
    expect(reconciler.read(openCall(), told({}, { status: 404 }))).toMatchObject({
      state: "settled",
      costMicros: 10_000n,
    });
  });

  it("is not believed of another object, or in an error", () => {
    expect(
      reconciler.read(openCall(), told({ sid: sid("SM").replace("a1", "b2"), price: "-0.01" })),
    ).toBeNull();
    expect(reconciler.read(openCall(), told({ price: "-0.01" }, { status: 500 }))).toBeNull();
    expect(reconciler.read(openCall(), { status: 200, headers: new Map(), body: null })).toBeNull();
  });
});
