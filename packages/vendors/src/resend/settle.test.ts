import { describe, expect, test } from "vitest";
import type { VendorAnswer } from "../outcome.ts";
import { settle } from "./settle.ts";
import { mustPrice, rules } from "./testing/calls.ts";

const id = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";
const other = "0f1b33a4-5c1d-4f53-a2f7-8a2b8e8d1c11";
const mail = { from: "a@acme.com", to: "ada@example.com", subject: "Hello", text: "Hi" };
const keyed = { headers: { "idempotency-key": "k" } };

const answer = (body: unknown, status = 200): VendorAnswer => ({
  status,
  headers: new Map(),
  body: body === null ? null : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});
const nothing = {
  costMicros: 0n,
  parsedMicros: null,
  transactionId: null,
  vendorRequestId: null,
  replayed: false,
  object: null,
};

describe("an email", () => {
  test("that is sent is settled at what was held, under its id", () => {
    expect(settle(mustPrice("POST /emails", { ...mail, cc: "b@x.com" }), answer({ id }), rules)).toEqual({
      ...nothing,
      state: "settled",
      costMicros: 1_800n,
      transactionId: id,
    });
  });

  test("that is sent with an idempotency key is its own object, so that its id is counted once", () => {
    expect(settle(mustPrice("POST /emails", mail, keyed), answer({ id }), rules)).toMatchObject({
      state: "settled",
      costMicros: 900n,
      replayed: false,
      object: { id, totalMicros: 900n, status: "closed" },
    });
    const forward = mustPrice("POST /inboxes/5e/threads/7a/emails/9c/forward", { to: "a@x.com" }, keyed);
    expect(settle(forward, answer({ id }), rules).object).toEqual({
      id,
      totalMicros: 900n,
      status: "closed",
    });
  });

  test("that is scheduled is accrued, since it can still be canceled", () => {
    const scheduled = mustPrice("POST /emails", { ...mail, scheduled_at: "in 1 hour" });
    expect(settle(scheduled, answer({ id }), rules)).toMatchObject({
      state: "accrued",
      costMicros: 900n,
      transactionId: id,
      object: { id, totalMicros: 900n, status: "open" },
    });
    const notScheduled = mustPrice("POST /emails", { ...mail, scheduled_at: null });
    expect(settle(notScheduled, answer({ id }), rules)).toMatchObject({ state: "settled", object: null });
  });

  test.each([400, 401, 403, 409, 422, 429])("that is refused with %d was not sent", (status) => {
    const refused = answer({ statusCode: status, name: "x", message: "x" }, status);
    expect(settle(mustPrice("POST /emails", mail), refused, rules)).toEqual({
      ...nothing,
      state: "released",
    });
  });

  test.each([
    [500, { statusCode: 500, name: "internal_server_error", message: "x" }],
    [502, "<html>"],
    [302, ""],
    [200, null],
    [200, "garbage"],
    [200, {}],
    [200, { id: 7 }],
    [200, { id: `x${"y".repeat(64)}` }],
    [200, { id: "a b" }],
    [200, [{ id }]],
  ])("whose answer is %d %j may have been sent, so all of it stays held", (status, body) => {
    for (const options of [{}, keyed, { prices: new Map([["email", 0n]]) }]) {
      const request = mustPrice("POST /emails", mail, options);
      expect(settle(request, answer(body, status), rules)).toEqual({ ...nothing, state: "unknown" });
    }
  });
});

describe("a batch", () => {
  const emails = [mail, { ...mail, to: ["a@x.com", "b@x.com"] }, { ...mail, cc: "c@x.com", bcc: "d@x.com" }];
  const ids = [{ id }, { id: other }, { id: "x3" }];
  const batch = mustPrice("POST /emails/batch", emails);
  const error = (index: number) => ({ index, message: "x" });

  test("is settled at what was held, under its first id, and never ends by an email's cancellation", () => {
    expect(settle(batch, answer({ data: ids }), rules)).toEqual({
      ...nothing,
      state: "settled",
      costMicros: 5_400n,
      transactionId: id,
    });
    const scheduled = emails.map((email) => ({ ...email, scheduled_at: "in 1 hour" }));
    expect(
      settle(mustPrice("POST /emails/batch", scheduled, keyed), answer({ data: ids }), rules),
    ).toMatchObject({
      state: "settled",
      object: { id: `batch:${id}`, totalMicros: 5_400n, status: "closed" },
    });
  });

  test.each([
    [{ data: [{ id }, { id: other }], errors: [error(1)] }, 3_600n],
    [{ data: [{ id }], errors: [error(1), error(2)] }, 900n],
    [{ data: ids, errors: [] }, 5_400n],
  ])("%j costs less what Resend says it did not send: %d", (body, micros) => {
    expect(settle(batch, answer(body), rules)).toMatchObject({ state: "settled", costMicros: micros });
  });

  test("of which nothing was sent is released", () => {
    const none = answer({ data: [], errors: [error(0), error(1), error(2)] });
    expect(settle(batch, none, rules)).toEqual({ ...nothing, state: "released" });
  });

  test.each([
    { data: ids, errors: [error(1)] },
    { data: [{ id }], errors: [error(1)] },
    { data: [{ id }], errors: [error(1), error(1)] },
    { data: [{ id }, { id: other }], errors: [error(1), error(1)] },
    { data: [{ id }], errors: [error(1), error(3)] },
    { data: [{ id }] },
    { data: [] },
  ])("%j does not account for every email, so all of them count", (body) => {
    expect(settle(batch, answer(body), rules)).toMatchObject({ state: "settled", costMicros: 5_400n });
  });

  test.each([{}, { data: "x" }, { data: [{}] }, { data: ids, errors: [{ index: -1 }] }, "x", null])(
    "%j cannot be read, so what happened is unknown",
    (body) => {
      expect(settle(batch, answer(body), rules)).toEqual({ ...nothing, state: "unknown" });
    },
  );
});

describe("a call that costs nothing", () => {
  const cancel = mustPrice(`POST /emails/${id}/cancel`);
  const read = mustPrice(`GET /emails/${id}`);
  const canceled = { id, totalMicros: 0n, status: "canceled" };

  test("gives back a scheduled email when it cancels it, or reads that it was canceled", () => {
    expect(settle(cancel, answer({ object: "email", id }), rules)).toEqual({
      ...nothing,
      state: "settled",
      transactionId: id,
      object: canceled,
    });
    const told = (event: unknown) =>
      settle(read, answer({ object: "email", id, last_event: event }), rules).object;
    expect(told("canceled")).toEqual(canceled);
    expect([told("scheduled"), told("delivered"), told(undefined), told(7)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const withQuery = mustPrice(`GET /emails/${id}`, undefined, { query: "a=b" });
    expect(settle(withQuery, answer({ object: "email", id, last_event: "canceled" }), rules).object).toEqual(
      canceled,
    );
  });

  test("gives back nothing by the answer for another email, a refusal, or an answer that cannot be read", () => {
    expect(settle(cancel, answer({ object: "email", id: other }), rules).object).toBeNull();
    expect(settle(cancel, answer({ object: "email", id }, 422), rules)).toEqual({
      ...nothing,
      state: "released",
    });
    expect(settle(cancel, answer({ object: "email", id }, 500), rules).object).toBeNull();
    expect(settle(cancel, answer({ id }), rules).object).toBeNull();
    expect(settle(cancel, answer(null), rules)).toEqual({ ...nothing, state: "settled" });
    const reschedule = mustPrice(`PATCH /emails/${id}`, { scheduled_at: "in 1 day" });
    const patched = answer({ object: "email", id, last_event: "canceled" });
    expect(settle(reschedule, patched, rules).object).toBeNull();
  });

  test("is settled by a success and released by anything else", () => {
    const list = mustPrice("GET /emails");
    expect(settle(list, answer({ data: [] }), rules)).toEqual({ ...nothing, state: "settled" });
    expect(settle(list, answer("", 500), rules)).toEqual({ ...nothing, state: "released" });
  });
});

test("a call at an assumed price costs what was assumed", () => {
  const assume = (micros: bigint) => ({ rules: { assumedCallMicros: micros } });
  const send = mustPrice("POST /broadcasts/b1/send", undefined, assume(5_000n));
  expect(settle(send, answer({ id }), rules)).toEqual({
    ...nothing,
    state: "settled",
    costMicros: 5_000n,
    transactionId: id,
  });
  expect(settle(send, answer("x"), rules)).toMatchObject({ state: "settled", costMicros: 5_000n });
  const nothingAssumed = mustPrice("POST /broadcasts/b1/send", undefined, assume(0n));
  expect(settle(nothingAssumed, answer("", 500), rules).state).toBe("unknown");
});
