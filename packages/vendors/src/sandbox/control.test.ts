import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { API_KEY, postForm, withSandbox } from "../stripe/sandbox/sandbox.fixture.ts";
import type { RunningSandbox } from "./server.ts";

const CHARGE = "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true";

async function readJson(sandbox: RunningSandbox, path: string, init?: RequestInit) {
  const answer = await fetch(`${sandbox.url}${path}`, init);
  return { status: answer.status, body: await answer.text() };
}

test("the log tells what arrived and what moved, and never the credential itself", () =>
  withSandbox(async (sandbox) => {
    const headers = { "idempotency-key": "order-1", "x-forwarded-for": "10.0.0.1" };
    await postForm(sandbox, "/v1/payment_intents?expand[]=customer", CHARGE, headers);
    const { body } = await readJson(sandbox, "/_sandbox/log");
    expect(body).not.toContain(API_KEY);
    const { data } = JSON.parse(body);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      seq: 1,
      vendor: "stripe",
      method: "POST",
      path: "/v1/payment_intents",
      query: "expand[]=customer",
      credential_last4: "re01",
      credential_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      idempotency_key: "order-1",
      amount_minor: 2_000,
      currency: "usd",
      body_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      status: 200,
      object_id: expect.stringMatching(/^pi_/),
      request_id: expect.stringMatching(/^req_/),
      executed: true,
      replayed: false,
      fault: null,
      moved: [{ direction: "in", currency: "usd", micros: "20000000" }],
    });
    expect(data[0].header_names).toContain("x-forwarded-for");
  }));

test("the log pages by sequence number and filters by vendor", () =>
  withSandbox(async (sandbox) => {
    for (let index = 0; index < 5; index++) await postForm(sandbox, "/v1/customers", `name=${index}`);
    await fetch(`${sandbox.url}/nobody/v1/x`);
    const seen: number[] = [];
    let since = 0;
    for (let more = true; more; ) {
      const { body } = await readJson(sandbox, `/_sandbox/log?vendor=stripe&limit=2&since=${since}`);
      const page = JSON.parse(body);
      seen.push(...page.data.map((entry: { seq: number }) => entry.seq));
      since = page.next_since;
      more = page.has_more;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(since).toBe(6);
    expect(sandbox.log().at(-1)).toMatchObject({ vendor: null, path: "/nobody/v1/x", status: 404 });
  }));

test("a request stands in the log from its headers on, answered or not", () =>
  withSandbox(async (sandbox) => {
    const abort = new AbortController();
    const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from("amount=")) });
    const sent = fetch(`${sandbox.url}/stripe/v1/charges`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}` },
      body,
      duplex: "half",
      signal: abort.signal,
    } as RequestInit); // Node's fetch knows `duplex`, the type does not
    await expect.poll(() => sandbox.log().length).toBe(1);
    abort.abort();
    await expect(sent).rejects.toThrow();
    expect(sandbox.log()[0]).toMatchObject({
      path: "/v1/charges",
      status: null,
      bodySha256: null,
      executed: false,
    });
    expect(sandbox.state().moved.size).toBe(0);
  }));

test("totals outlive the log, and reset forgets both", () =>
  withSandbox(async (sandbox, stripe) => {
    await postForm(sandbox, "/v1/payment_intents", CHARGE);
    await readJson(sandbox, "/_sandbox/log", { method: "DELETE" });
    expect(sandbox.log()).toEqual([]);
    const moved = { usd: { in_micros: "20000000", out_micros: "0", back_micros: "0" } };
    const { body } = await readJson(sandbox, "/_sandbox/state");
    expect(JSON.parse(body)).toMatchObject({
      requests: 1,
      executed: 1,
      moved,
      credentials: [{ last4: "re01", moved }],
    });
    sandbox.scenario({ vendor: "stripe", fault: "decline" });
    await readJson(sandbox, "/_sandbox/reset", { method: "POST" });
    expect(sandbox.state()).toMatchObject({ requests: 0, executed: 0, moved: new Map(), credentials: [] });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  }));

test.each([
  ["an unknown vendor", { vendor: "nobody", fault: "reset" }],
  ["an unknown fault", { vendor: "stripe", fault: "explode" }],
  ["an unknown field", { vendor: "stripe", fault: "reset", path: "/v1" }],
  ["no times at all", { vendor: "stripe", fault: "reset", times: 0 }],
  ["an endless delay", { vendor: "stripe", fault: "slow", delay_ms: 600_001 }],
])("a scenario with %s is refused and not armed", (_, scenario) =>
  withSandbox(async (sandbox) => {
    const init = { method: "POST", body: JSON.stringify(scenario) };
    expect((await readJson(sandbox, "/_sandbox/scenario", init)).status).toBe(400);
    expect(JSON.parse((await readJson(sandbox, "/_sandbox/scenario")).body)).toEqual({ data: [] });
  }),
);

test("armed over HTTP, a scenario strikes", () =>
  withSandbox(async (sandbox) => {
    const init = { method: "POST", body: JSON.stringify({ vendor: "stripe", fault: "decline" }) };
    expect((await readJson(sandbox, "/_sandbox/scenario", init)).status).toBe(200);
    expect((await postForm(sandbox, "/v1/payment_intents", CHARGE)).status).toBe(402);
  }));

test("a web page cannot command the sandbox", () =>
  withSandbox(async (sandbox) => {
    const headers = { origin: "https://evil.example" };
    expect((await readJson(sandbox, "/_sandbox/log", { headers })).status).toBe(403);
    expect((await readJson(sandbox, "/_sandbox/reset", { method: "POST", headers })).status).toBe(403);
  }));

test("malformed questions to the log are refused, and control calls are not logged", () =>
  withSandbox(async (sandbox) => {
    for (const query of ["since=-1", "limit=0", "limit=10001", "since=x", "nonsense=1"]) {
      expect((await readJson(sandbox, `/_sandbox/log?${query}`)).status).toBe(400);
    }
    expect((await readJson(sandbox, "/_sandbox/nothing")).status).toBe(404);
    expect(sandbox.log()).toEqual([]);
  }));

test("bytes that are no request are counted", () =>
  withSandbox(async (sandbox) => {
    const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    socket.end("0\r\n\r\nPOST /stripe/v1/charges HTTP/1.1\r\n\r\n");
    await once(socket.resume(), "close");
    expect(sandbox.state()).toMatchObject({ requests: 0, malformed: 1 });
  }));

test("close breaks a connection that hangs", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "hang" });
    const hanging = postForm(sandbox, "/v1/payment_intents", CHARGE);
    await expect.poll(() => sandbox.log().length).toBe(1);
    await sandbox.close();
    await expect(hanging).rejects.toThrow();
  }));
