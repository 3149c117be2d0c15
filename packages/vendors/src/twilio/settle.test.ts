import { describe, expect, it } from "vitest";
import type { VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { settle } from "./settle.ts";
import { account, calls, form, messages, mustPrice, sid } from "./testing/calls.ts";

const base = `/2010-04-01/Accounts/${account}`;
const text = mustPrice(messages, form({ To: "+12025550123", From: "+1", Body: "Hi" }));
const ring = mustPrice(
  calls,
  form({ To: "+12025550123", From: "+1", Twiml: "<Response><Hangup/></Response>", TimeLimit: "60" }),
);

function answered(status: number, body: unknown): VendorAnswer {
  const bytes = body === null ? null : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return { status, headers: new Map([["twilio-request-id", sid("RQ")]]), body: bytes };
}

const settled = (request: PricedRequest, status: number, body: unknown) =>
  settle(request, answered(status, body));

describe("an accepted message", () => {
  it("is accrued at the estimate until its price is known", () => {
    expect(settled(text, 201, { sid: sid("SM"), status: "queued", price: null, price_unit: "USD" })).toEqual({
      state: "accrued",
      costMicros: 10_000n,
      parsedMicros: null,
      transactionId: sid("SM"),
      vendorRequestId: sid("RQ"),
      replayed: false,
      object: null,
    });
  });

  it("is settled at once where the answer has the price", () => {
    const answer = { sid: sid("SM"), status: "sent", price: "-0.00750", price_unit: "USD" };
    expect(settled(text, 201, answer)).toMatchObject({
      state: "settled",
      costMicros: 7_500n,
      parsedMicros: 7_500n,
    });
  });

  it("that is scheduled is an object that a later call can cancel", () => {
    const answer = { sid: sid("SM"), status: "scheduled", price: null };
    expect(settled(text, 201, answer)).toMatchObject({
      state: "accrued",
      object: { id: sid("SM"), totalMicros: 10_000n, status: "open" },
    });
  });
});

describe("canceling a scheduled message", () => {
  const cancel = mustPrice(`POST ${base}/Messages/${sid("SM")}.json`, form({ Status: "canceled" }));

  it("gives back what was counted for it", () => {
    expect(settled(cancel, 200, { sid: sid("SM"), status: "canceled" })).toMatchObject({
      state: "settled",
      costMicros: 0n,
      object: { id: sid("SM"), totalMicros: 0n, status: "canceled" },
    });
  });

  it("gives nothing back where Twilio says that it was sent, or refuses", () => {
    expect(settled(cancel, 200, { sid: sid("SM"), status: "delivered" }).object).toBeNull();
    expect(settled(cancel, 400, { code: 30409 })).toMatchObject({ state: "released", object: null });
  });

  it("gives nothing back by a status that stands in another endpoint's answer", () => {
    const call = mustPrice(`POST ${base}/Calls/${sid("CA")}.json`, form({ Status: "canceled" }));
    expect(settled(call, 200, { sid: sid("CA"), status: "canceled" }).object).toBeNull();
  });
});

describe("an accepted call", () => {
  it("is accrued at what its limit allows", () => {
    expect(settled(ring, 201, { sid: sid("CA"), status: "queued", price: null })).toMatchObject({
      state: "accrued",
      costMicros: 28_000n,
      transactionId: sid("CA"),
      object: null,
    });
  });

  it("into a conference is known by the call's SID, which tells its price later", () => {
    const add = mustPrice(
      `POST ${base}/Conferences/${sid("CF")}/Participants.json`,
      form({ To: "+12025550123", From: "+1", TimeLimit: "60" }),
    );
    expect(settled(add, 201, { call_sid: sid("CA"), conference_sid: sid("CF") })).toMatchObject({
      state: "accrued",
      transactionId: sid("CA"),
    });
  });
});

describe("what has no later price", () => {
  it("is settled at the book's: numbers, verifications, look-ups", () => {
    const number = mustPrice(
      `POST ${base}/IncomingPhoneNumbers/Local.json`,
      form({ PhoneNumber: "+12025550123" }),
    );
    expect(settled(number, 201, { sid: sid("PN") })).toMatchObject({
      state: "settled",
      costMicros: 1_150_000n,
      transactionId: sid("PN"),
    });
    const lookup = mustPrice("GET /lookups.twilio.com/v2/PhoneNumbers/+12025550123", "", {
      query: "Fields=caller_name",
    });
    expect(settled(lookup, 200, { phone_number: "+12025550123" })).toMatchObject({
      state: "settled",
      costMicros: 10_000n,
      transactionId: null,
    });
  });

  it("is released where a check found a wrong code, and settled where it was right", () => {
    const check = mustPrice(
      `POST /verify.twilio.com/v2/Services/${sid("VA")}/VerificationCheck`,
      form({ To: "+12025550123", Code: "1" }),
      { prices: new Map([["verify:check", 50_000n]]) },
    );
    expect(settled(check, 200, { sid: sid("VE"), status: "pending" })).toMatchObject({
      state: "released",
      costMicros: 0n,
    });
    expect(settled(check, 200, { sid: sid("VE"), status: "approved" })).toMatchObject({
      state: "settled",
      costMicros: 50_000n,
    });
  });

  it("is settled at the assumed price where it had no other", () => {
    const flow = mustPrice(
      `POST /studio.twilio.com/v2/Flows/${sid("FW")}/Executions`,
      form({ To: "+1", From: "+1" }),
      {
        rules: { assumedCallMicros: 500_000n },
      },
    );
    expect(settled(flow, 201, { sid: sid("FN") })).toMatchObject({ state: "settled", costMicros: 500_000n });
  });
});

describe("what did not go well", () => {
  it.each([400, 401, 404, 409, 429])("with status %i is not billed", (status) => {
    expect(settled(text, status, { code: 1 })).toMatchObject({ state: "released", costMicros: 0n });
  });

  it.each([
    [500, { code: 20500 }],
    [503, "busy"],
    [302, ""],
    [201, "not json"],
    [201, null],
    [201, "[]"],
  ])("with status %i and %j may have been carried out all the same", (status, body) => {
    expect(settled(text, status, body)).toMatchObject({ state: "unknown", costMicros: 0n });
  });

  it("and was free is done with either way", () => {
    const list = mustPrice(`GET ${base}/Messages.json`);
    expect(settled(list, 200, { messages: [] })).toMatchObject({ state: "settled", costMicros: 0n });
    expect(settled(list, 500, "")).toMatchObject({ state: "released" });
  });

  it("cannot smuggle a transaction id that is none", () => {
    expect(settled(text, 201, { sid: "<script>" }).transactionId).toBeNull();
  });
});
