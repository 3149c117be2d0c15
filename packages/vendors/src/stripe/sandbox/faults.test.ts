import { type IncomingMessage, request } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import type { RunningSandbox } from "../../sandbox/server.ts";
import { API_KEY, postForm, withSandbox } from "./sandbox.fixture.ts";

interface Exchange {
  readonly status: number | null;
  readonly headers: Record<string, unknown>;
  readonly body: Buffer;
  readonly ended: "whole" | "closed" | "reset" | "timeout";
}

const CHARGE = "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true";

/** One POST over a socket of its own, so that what breaks can be told apart. */
function charge(sandbox: RunningSandbox, body = CHARGE, key = "order-1"): Promise<Exchange> {
  const headers = { authorization: `Bearer ${API_KEY}`, "idempotency-key": key };
  const options = { method: "POST", headers, agent: false, timeout: 400 };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let answer: IncomingMessage | undefined;
    let ended: Exchange["ended"] = "closed";
    const sent = request(`${sandbox.url}/stripe/v1/payment_intents`, options, (response) => {
      answer = response;
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        ended = "whole";
      });
      response.on("error", () => {}); // the request's own events tell how it broke
    });
    sent.on("error", () => {
      if (ended !== "timeout") ended = "reset";
    });
    sent.on("timeout", () => {
      ended = "timeout";
      sent.destroy();
    });
    sent.on("close", () =>
      resolve({
        status: answer?.statusCode ?? null,
        headers: answer?.headers ?? {},
        body: Buffer.concat(chunks),
        ended,
      }),
    );
    sent.end(body);
  });
}

const table: ReadonlyArray<[FaultKind, { moves: boolean; status: number | null; ended: string }]> = [
  ["decline", { moves: false, status: 402, ended: "whole" }],
  ["rate_limit", { moves: false, status: 429, ended: "whole" }],
  ["conflict", { moves: false, status: 409, ended: "whole" }],
  ["server_error", { moves: false, status: 500, ended: "whole" }],
  ["slow", { moves: true, status: 200, ended: "whole" }],
  ["reset", { moves: false, status: null, ended: "reset" }],
  ["reset_mid_answer", { moves: true, status: 200, ended: "reset" }],
  ["truncated", { moves: true, status: 200, ended: "closed" }],
  ["garbage", { moves: true, status: 200, ended: "whole" }],
  ["hang", { moves: false, status: null, ended: "timeout" }],
  ["echo_credential", { moves: true, status: 200, ended: "whole" }],
  ["redirect", { moves: false, status: 302, ended: "whole" }],
  ["gzip", { moves: true, status: 200, ended: "whole" }],
  ["moved_after_reset", { moves: true, status: null, ended: "reset" }],
  ["moved_after_error", { moves: true, status: 500, ended: "whole" }],
];

test.each(table)("%s, armed as a scenario, does what the table says, once", (fault, expected) =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({
      vendor: "stripe",
      match: { method: "POST", path_prefix: "/v1/payment_intents" },
      fault,
    });
    const exchange = await charge(sandbox);
    expect(exchange).toMatchObject({ status: expected.status, ended: expected.ended });
    const [entry] = sandbox.log();
    expect(entry).toMatchObject({ fault, status: expected.status, executed: expected.moves });
    expect(entry?.moved.length).toBe(expected.moves ? 1 : 0);
    expect(sandbox.state().moved.get("usd")?.in ?? 0n).toBe(expected.moves ? 20_000_000n : 0n);
    expect(await charge(sandbox, CHARGE, "order-2")).toMatchObject({ status: 200, ended: "whole" });
    expect(sandbox.log()[1]?.fault).toBeNull();
  }),
);

test.each(table)("%s can be asked for by metadata, and by a description", (fault, expected) =>
  withSandbox(async (sandbox) => {
    const asked = await charge(sandbox, `${CHARGE}&metadata[sandbox]=${fault}`, "a");
    expect(asked).toMatchObject({ status: expected.status, ended: expected.ended });
    const described = await charge(sandbox, `${CHARGE}&description=sandbox:${fault}`, "b");
    expect(described).toMatchObject({ status: expected.status, ended: expected.ended });
    expect(sandbox.log().map((entry) => entry.fault)).toEqual([fault, fault]);
  }),
);

test("a fault may wait first, and statuses are names too", () =>
  withSandbox(async (sandbox) => {
    const before = Date.now();
    expect(await charge(sandbox, `${CHARGE}&metadata[sandbox]=500:120`)).toMatchObject({ status: 500 });
    expect(Date.now() - before).toBeGreaterThanOrEqual(115);
  }));

test("a magic value that names no fault is refused, and nothing moves", () =>
  withSandbox(async (sandbox) => {
    for (const value of ["resett", "slow:", "slow:9999999", "418"]) {
      expect(await charge(sandbox, `${CHARGE}&metadata[sandbox]=${value}`, value)).toMatchObject({
        status: 400,
      });
    }
    expect(sandbox.state().moved.size).toBe(0);
  }));

test.each(["reset", "hang", "redirect"] as const)(
  "after a %s the key is free: nothing had been carried out",
  (fault) =>
    withSandbox(async (sandbox) => {
      sandbox.scenario({ vendor: "stripe", fault });
      await charge(sandbox);
      await expect.poll(async () => (await charge(sandbox)).status).toBe(200);
      expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
    }),
);

test.each(["moved_after_reset", "moved_after_error", "reset_mid_answer", "truncated", "garbage"] as const)(
  "after a %s a retry under the same key learns what happened, and nothing moves twice",
  (fault) =>
    withSandbox(async (sandbox) => {
      sandbox.scenario({ vendor: "stripe", fault });
      await charge(sandbox);
      const retry = await charge(sandbox);
      expect(retry).toMatchObject({ status: 200, headers: { "idempotent-replayed": "true" } });
      expect(JSON.parse(String(retry.body))).toMatchObject({
        status: "succeeded",
        id: sandbox.log()[0]?.objectId,
      });
      expect(sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
    }),
);

test("a caller that gives up does not stop what it asked for", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "slow", delay_ms: 600 });
    expect(await charge(sandbox)).toMatchObject({ status: null, ended: "timeout" });
    await expect.poll(() => sandbox.state().moved.get("usd")?.in).toBe(20_000_000n);
    expect(sandbox.log()[0]).toMatchObject({ status: 200, executed: true });
  }));

test("what hangs only after its caller has left frees its key at once", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "hang", delay_ms: 500 });
    expect(await charge(sandbox)).toMatchObject({ ended: "timeout" });
    await expect.poll(async () => (await charge(sandbox)).status).toBe(200);
  }));

test("a reset also forgets what is still waiting", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "slow", delay_ms: 100 });
    const waiting = charge(sandbox);
    await expect.poll(() => sandbox.log().length).toBe(1);
    sandbox.reset();
    expect(await waiting).toMatchObject({ status: 200 });
    expect(sandbox.state()).toMatchObject({ requests: 0, executed: 0, moved: new Map() });
    expect(sandbox.log()).toEqual([]);
  }));

test("half an answer promises its whole length", () =>
  withSandbox(async (sandbox) => {
    for (const fault of ["truncated", "reset_mid_answer"] as const) {
      sandbox.scenario({ vendor: "stripe", fault });
      const { headers, body } = await charge(sandbox, CHARGE, fault);
      expect(body.length).toBe(Number(headers["content-length"]) >> 1);
    }
  }));

test("garbage is not JSON, and gzip inflates to the proper answer", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "garbage" });
    const garbage = await charge(sandbox, CHARGE, "garbage");
    expect(() => JSON.parse(String(garbage.body))).toThrow();
    sandbox.scenario({ vendor: "stripe", fault: "gzip" });
    const packed = await charge(sandbox, CHARGE, "gzip");
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(String(gunzipSync(packed.body)))).toMatchObject({ status: "succeeded" });
  }));

test("an echoed credential stands in a header, in the body, and in base64", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "echo_credential" });
    const { headers, body } = await charge(sandbox);
    expect(headers["x-sandbox-echo"]).toBe(API_KEY);
    expect(JSON.parse(String(body))).toMatchObject({
      status: "succeeded",
      sandbox_echo: API_KEY,
      sandbox_echo_base64: Buffer.from(API_KEY).toString("base64"),
    });
  }));

test("whoever follows the redirect stands in the log", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", fault: "redirect" });
    const answer = await postForm(sandbox, "/v1/payment_intents", CHARGE);
    const location = answer.headers.get("location") ?? "";
    expect(location).toBe(`${sandbox.url}/stripe/_redirected`);
    await fetch(location, { headers: { authorization: `Bearer ${API_KEY}` } });
    expect(sandbox.log().at(-1)).toMatchObject({
      path: "/_redirected",
      status: 404,
      credential: { last4: "re01" },
    });
  }));

test("scenarios apply in the order they were armed, as often as they say, to what they match", () =>
  withSandbox(async (sandbox) => {
    sandbox.scenario({ vendor: "stripe", match: { method: "GET" }, fault: "server_error" });
    sandbox.scenario({ vendor: "stripe", match: { path_prefix: "/v1/refunds" }, fault: "conflict" });
    sandbox.scenario({ vendor: "stripe", fault: "rate_limit", times: 2 });
    sandbox.scenario({ vendor: "stripe", fault: "decline" });
    const statuses: Array<number | null> = [];
    for (const key of ["a", "b", "c", "d"]) statuses.push((await charge(sandbox, CHARGE, key)).status);
    expect(statuses).toEqual([429, 429, 402, 200]);
    const armed = await (await fetch(`${sandbox.url}/_sandbox/scenario`)).json();
    expect(armed).toMatchObject({
      data: [
        { fault: "server_error", left: 1 },
        { fault: "conflict", left: 1 },
      ],
    });
  }));
