import { describe, expect, test } from "vitest";
import type { OpenCall } from "../vendor.ts";
import { matchEndpoint } from "./endpoints.ts";
import { reconciler } from "./reconcile.ts";

const id = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";
const endpoint = (method: string, path: string) => {
  const found = matchEndpoint(method, path);
  if (found === undefined) throw new Error("no such endpoint");
  return found;
};
const scheduled: OpenCall = {
  endpoint: endpoint("POST", "/emails"),
  path: "/emails",
  state: "accrued",
  countedMicros: 1_800n,
  transactionId: id,
  request: {},
  account: null,
  calledAt: new Date(0),
};
const read = (status: number, body: unknown) =>
  reconciler.read(scheduled, { status, headers: new Map(), body: Buffer.from(JSON.stringify(body)) });
const email = (fields: object) => ({ object: "email", id, ...fields });

describe("asking what became of a call", () => {
  test("a scheduled email is asked for by its id, with a read", () => {
    const lookUp = reconciler.lookUp(scheduled);
    expect(lookUp?.endpoint.name).toBe("GET /emails/{id}");
    expect(lookUp?.outgoing).toMatchObject({ method: "GET", target: `/emails/${id}`, body: null });
  });

  test("nothing else can be asked about", () => {
    const others: Partial<OpenCall>[] = [
      { state: "unknown", transactionId: null },
      { state: "unknown" },
      { transactionId: null },
      { transactionId: "../usage" },
      { endpoint: endpoint("POST", "/emails/batch") },
      { endpoint: endpoint("POST", "/broadcasts/b1/send") },
    ];
    for (const other of others) expect(reconciler.lookUp({ ...scheduled, ...other })).toBeNull();
  });
});

describe("what the answer says of a scheduled email", () => {
  test.each(["delivered", "sent", "bounced", "opened", "failed", "suppressed", "something_new"])(
    "%s: it was sent",
    (event) => {
      expect(read(200, email({ last_event: event }))).toMatchObject({
        state: "settled",
        costMicros: 1_800n,
        transactionId: id,
        object: { id, totalMicros: 1_800n, status: "closed" },
      });
    },
  );

  test("canceled: what was counted is given back", () => {
    expect(read(200, email({ last_event: "canceled" }))).toMatchObject({
      state: "released",
      costMicros: 0n,
      object: { id, totalMicros: 0n, status: "canceled" },
    });
  });

  test("an email that Resend keeps no more stays counted", () => {
    expect(read(404, { statusCode: 404, name: "not_found", message: "x" })).toMatchObject({
      state: "settled",
      costMicros: 1_800n,
    });
  });

  test.each([
    [200, email({ last_event: "scheduled" })],
    [200, email({ last_event: "queued" })],
    [200, email({})],
    [200, email({ id: "another", last_event: "canceled" })],
    [200, { data: [] }],
    [401, { name: "restricted_api_key" }],
    [429, {}],
    [500, {}],
  ])("%d %j: not known yet", (status, body) => {
    expect(read(status, body)).toBeNull();
  });
});
