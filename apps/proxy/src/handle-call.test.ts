import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { exchangeRaw } from "./testing/raw-client.ts";
import { type TestKey, TestProxy } from "./testing/test-proxy.ts";

let proxy: TestProxy;

beforeAll(async () => {
  proxy = await TestProxy.start({ vendorTimeoutMs: 1_000 });
});

afterAll(() => proxy.close());
beforeEach(() => proxy.sandbox.reset());

const payment = "amount=1000&currency=usd";
const intents = "/v1/payment_intents";

function codeOf(json: Record<string, unknown>): unknown {
  const { error } = json;
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

describe("where the key stands", () => {
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  it.each<[name: string, headers: (token: string) => Record<string, string>]>([
    ["as bearer", (token) => ({ authorization: `Bearer ${token}` })],
    ["as bearer, scheme in small letters", (token) => ({ authorization: `bearer ${token}` })],
    ["as Basic user", (token) => ({ authorization: basic(token, "") })],
  ])("it is recognised %s", async (_name, headers) => {
    const key = await proxy.issue();
    const answer = await proxy.request(null, intents, { body: payment, headers: headers(key.token) });
    expect(answer.status).toBe(200);
  });

  it.each<
    [name: string, headers: (token: string) => Record<string, string>, target?: (token: string) => string]
  >([
    ["nowhere", () => ({})],
    [
      "with a wrong checksum",
      (token) => ({ authorization: `Bearer ${token.slice(0, -1)}${token.endsWith("0") ? 1 : 0}` }),
    ],
    ["as Basic password, where Stripe's would not", (token) => ({ authorization: basic("x", token) })],
    ["in Shopify's header", (token) => ({ "x-shopify-access-token": token })],
    ["twice", (token) => ({ authorization: `Bearer ${token}`, "x-shopify-access-token": token })],
    ["in a cookie", (token) => ({ cookie: `key=${token}` })],
    ["in the URL", () => ({}), (token) => `${intents}?api_key=${token}`],
    [
      "in the URL beside its place",
      (token) => ({ authorization: `Bearer ${token}` }),
      (token) => `${intents}?k=${token}`,
    ],
    ["as no key at all", () => ({ authorization: "Bearer sk_live_123" })],
    ["after a tab", (token) => ({ authorization: `Bearer\t${token}` })],
  ])("it is not recognised %s: one 401 for all, and no row", async (_name, headers, target) => {
    const key = await proxy.issue();
    const answer = await proxy.request(null, target?.(key.token) ?? intents, {
      body: payment,
      headers: headers(key.token),
    });
    expect(answer.status).toBe(401);
    expect(codeOf(answer.json)).toBe("invalid_key");
    expect(answer.headers.get("keybrake-call-id")).toBeNull();
    expect(answer.headers.get("stripe-should-retry")).toBe("false");
    expect(answer.text).not.toContain(key.token);
    expect(await proxy.rows(key.run)).toEqual([]);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("answers an unknown key and a malformed one alike", async () => {
    const unknown = await proxy.issue();
    await proxy.superuser.query("DELETE FROM token_lookup WHERE subject_id = $1", [unknown.id]);
    const one = await proxy.request(unknown, intents, { body: payment });
    const other = await proxy.request(null, intents, {
      body: payment,
      headers: { authorization: "Bearer vk_1" },
    });
    expect(one.text).toBe(other.text);
    expect(one.status).toBe(other.status);
  });
});

describe("a refused call of a recognised key", () => {
  it.each<{
    readonly name: string;
    readonly target?: string;
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
    readonly status: number;
    readonly verdict: string;
  }>([
    {
      name: "another endpoint",
      target: "/v1/refunds",
      body: "charge=ch_1",
      status: 403,
      verdict: "denied_endpoint",
    },
    { name: "no endpoint at all", target: "/v1/nothing", status: 403, verdict: "denied_endpoint" },
    { name: "another method", method: "DELETE", status: 403, verdict: "denied_endpoint" },
    { name: "its own prefix alone", target: "/stripe", status: 403, verdict: "denied_endpoint" },
    { name: "an encoded path", target: "/v1/%70ayment_intents", status: 400, verdict: "denied_request" },
    { name: "a doubled slash", target: "//v1/payment_intents", status: 400, verdict: "denied_request" },
    { name: "a long target", target: `/v1/${"a".repeat(4_100)}`, status: 414, verdict: "denied_request" },
    {
      name: "a method override",
      headers: { "x-http-method-override": "GET" },
      status: 400,
      verdict: "denied_request",
    },
    {
      name: "a header of ours",
      headers: { "keybrake-verdict": "allowed" },
      status: 400,
      verdict: "denied_request",
    },
    {
      name: "a compressed body",
      headers: { "content-encoding": "gzip" },
      status: 415,
      verdict: "denied_request",
    },
    {
      name: "a long body",
      body: `amount=1&description=${"a".repeat(70_000)}`,
      status: 413,
      verdict: "denied_request",
    },
    { name: "two amounts", body: `${payment}&amount=1`, status: 400, verdict: "denied_request" },
    { name: "another currency", body: "amount=1&currency=chf", status: 403, verdict: "denied_currency" },
    { name: "over the cap", body: "amount=9000000&currency=usd", status: 429, verdict: "denied_daily_cap" },
  ])("($name) is answered in Stripe's shape after its row is committed", async (call) => {
    const key = await proxy.issue();
    const isForm = call.body !== undefined || (call.target === undefined && call.method === undefined);
    const answer = await proxy.request(key, call.target ?? intents, {
      ...(isForm ? { body: call.body ?? payment } : {}),
      ...(call.method === undefined ? {} : { method: call.method }),
      ...(call.headers === undefined ? {} : { headers: call.headers }),
    });
    const { status, verdict } = call;
    expect(answer.status).toBe(status);
    expect(codeOf(answer.json)).toBe(verdict);
    expect(answer.headers.get("keybrake-verdict")).toBe(verdict);
    expect(answer.headers.get("stripe-should-retry")).toBe("false");
    expect(answer.headers.get("retry-after")).toBeNull();
    expect(await proxy.rows(key.run)).toMatchObject([
      { id: answer.headers.get("keybrake-call-id"), verdict, state: "denied", status, cost: 0 },
    ]);
    expect(proxy.sandbox.log()).toEqual([]);
  });

  it("is refused as revoked or expired before anything else that is wrong with it", async () => {
    const revoked = await proxy.issue();
    await proxy.revoke(revoked);
    expect(codeOf((await proxy.request(revoked, "//refunds")).json)).toBe("denied_revoked");
    const expired = await proxy.issue({ expiresInMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const answer = await proxy.request(expired, "/v1/refunds", { body: "charge=ch_1" });
    expect(answer.status).toBe(401);
    expect(codeOf(answer.json)).toBe("denied_expired");
    expect(await proxy.rows(expired.run)).toMatchObject([{ verdict: "denied_expired", status: 401 }]);
  });

  it("keeps unprintable bytes out of its row", async () => {
    const key = await proxy.issue();
    const reply = await exchangeRaw(
      proxy.port,
      `GET /v1/a HTTP/1.1\r\nHost: p\r\nAuthorization: Bearer ${key.token}\r\nUser-Agent: a\x80b\tc\r\nConnection: close\r\n\r\n`,
    );
    expect(reply.statuses).toEqual([403]);
    const { rows } = await proxy.superuser.query("SELECT user_agent FROM audit_log WHERE agent_run_id = $1", [
      key.run,
    ]);
    expect(rows).toEqual([{ user_agent: "a\\x80b\\x09c" }]);
  });

  it("has a row even when its framing closes the connection", async () => {
    const key = await proxy.issue();
    const head = `POST ${intents} HTTP/1.1\r\nHost: p\r\nAuthorization: Bearer ${key.token}\r\n`;
    for (const bytes of [
      `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      `${head}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n18;a=b\r\n${payment}\r\n0\r\n\r\n`,
      `${head}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n0x18\r\n${payment}\r\n0\r\n\r\n`,
    ]) {
      const reply = await exchangeRaw(proxy.port, bytes);
      expect(reply.statuses).toEqual([400]);
      expect(reply.closed).toBe(true);
      expect(reply.text).toContain("denied_request");
    }
    expect((await proxy.rows(key.run)).map((row) => row.verdict)).toEqual(Array(3).fill("denied_request"));
    expect(proxy.sandbox.log()).toEqual([]);
  });
});

describe("the vendor's prefix", () => {
  it("is taken off when it is the key's own", async () => {
    const key = await proxy.issue();
    const answer = await proxy.request(key, `/stripe${intents}`, { body: payment });
    expect(answer.status).toBe(200);
    expect(proxy.sandbox.log()[0]?.path).toBe(intents);
  });
});

describe("what the vendor sees", () => {
  it("is a request rebuilt by the proxy, with the real credential and nothing of the agent's own", async () => {
    const key = await proxy.issue();
    await proxy.request(key, intents, {
      body: payment,
      headers: {
        cookie: "a=b",
        "x-forwarded-for": "1.2.3.4",
        "x-custom": "c",
        "accept-encoding": "br",
        "stripe-version": "2026-01-01",
      },
    });
    const [seen] = proxy.sandbox.log();
    expect(seen?.credential?.last4).toBe("ijkl");
    const names = seen?.headerNames.split(" ") ?? [];
    if (seen?.headerNames.includes("x-forwarded-for")) console.log(seen, proxy.sandbox.log());
    for (const name of ["cookie", "x-forwarded-for", "x-custom"]) expect(names).not.toContain(name);
    expect(names).toContain("stripe-version");
  });

  it("has the call id as idempotency key where the agent sent none, and else the agent's own", async () => {
    const key = await proxy.issue();
    const without = await proxy.request(key, intents, { body: payment });
    await proxy.request(key, intents, { body: payment, headers: { "idempotency-key": "invoice_7" } });
    expect(proxy.sandbox.log().map((entry) => entry.idempotencyKey)).toEqual([
      without.headers.get("keybrake-call-id"),
      "invoice_7",
    ]);
  });

  it("never gets a sandbox credential's call anywhere else, nor the sandbox another's", async () => {
    const credentialId = await proxy.credential({
      mode: "test",
      secret: { api_key: "sk_test_abcdefghijklmnop" },
    });
    const key = await proxy.issue({ credentialId });
    // The test credential goes to api.stripe.com, which does not answer here.
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(502);
    expect(codeOf(answer.json)).toBe("vendor_not_reached");
    expect(proxy.sandbox.log()).toEqual([]);
    expect(await proxy.rows(key.run)).toMatchObject([{ verdict: "allowed", state: "released", cost: 0 }]);
  }, 20_000);
});

describe("a vendor that fails after the call was sent", () => {
  it.each<
    [
      fault: "reset" | "hang" | "redirect" | "gzip" | "moved_after_reset" | "moved_after_error",
      status: number,
      state: string,
    ]
  >([
    ["reset", 502, "unknown"],
    ["moved_after_reset", 502, "unknown"],
    ["hang", 504, "unknown"],
    ["redirect", 502, "unknown"],
    ["gzip", 502, "unknown"],
    ["moved_after_error", 500, "unknown"],
  ])("(%s) leaves the full hold in place and answers %i with the call id", async (fault, status, state) => {
    const key = await proxy.issue({ dailyUsd: 15 });
    proxy.sandbox.scenario({ vendor: "stripe", fault });
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("keybrake-call-id")).not.toBeNull();
    if (status !== 500) expect(answer.headers.get("stripe-should-retry")).toBe("false");
    expect(await proxy.rows(key.run)).toMatchObject([
      { verdict: "allowed", state, held: 10, cost: null, status },
    ]);
    // Still held: the next one does not fit.
    expect(codeOf((await proxy.request(key, intents, { body: payment })).json)).toBe("denied_daily_cap");
    // Never sent again, and redirects are not followed.
    expect(proxy.sandbox.log()).toHaveLength(1);
  });

  it.each(["truncated", "reset_mid_answer"] as const)(
    "(%s) cuts the agent off instead of looking whole",
    async (fault) => {
      const key = await proxy.issue();
      proxy.sandbox.scenario({ vendor: "stripe", fault });
      const outcome = await proxy.request(key, intents, { body: payment }).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) expect(outcome).toMatchObject({ status: 502 });
      expect(await proxy.rows(key.run)).toMatchObject([{ state: "unknown", held: 10 }]);
    },
  );

  it("(garbage) passes the answer on, and keeps the hold since nobody can read what happened", async () => {
    const key = await proxy.issue();
    proxy.sandbox.scenario({ vendor: "stripe", fault: "garbage" });
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(200);
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "unknown", held: 10 }]);
  });

  it("is done with when it was only read from", async () => {
    const key = await proxy.issue();
    proxy.sandbox.scenario({ vendor: "stripe", fault: "reset" });
    const answer = await proxy.request(key, "/v1/customers/cus_1");
    expect(answer.status).toBe(502);
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "settled", cost: 0, status: 502 }]);
  });
});

describe("a declined payment", () => {
  it("is the vendor's own answer, and gives the hold back", async () => {
    const key = await proxy.issue({ dailyUsd: 15 });
    proxy.sandbox.scenario({ vendor: "stripe", fault: "decline" });
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(402);
    expect(answer.headers.get("keybrake-verdict")).toBe("allowed");
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "released", cost: 0, status: 402 }]);
    expect((await proxy.request(key, intents, { body: payment })).status).toBe(200);
  });
});

describe("the credential", () => {
  it("does not come back when the vendor echoes it, and an alert is logged and counted", async () => {
    const key = await proxy.issue();
    proxy.sandbox.scenario({ vendor: "stripe", fault: "echo_credential" });
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(200);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain("abcdefghijkl");
    expect(proxy.logged.join("")).toContain('"alert":"credential_echo"');
    expect(proxy.logged.join("")).not.toContain("abcdefghijkl");
    expect(await proxy.plane.metrics.registry.metrics()).toMatch(
      /credential_echoes_total\{vendor="stripe"\} [1-9]/,
    );
  });

  it("that is disabled is refused with its keys", async () => {
    const credentialId = await proxy.credential({
      mode: "sandbox",
      secret: { api_key: "sk_test_sandbox_disabled0001" },
    });
    const key = await proxy.issue({ credentialId });
    await proxy.disableCredential(credentialId);
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(401);
    expect(codeOf(answer.json)).toBe("denied_revoked");
  });

  it("that does not open is denied_credential, before anything is held", async () => {
    const credentialId = await proxy.credential({
      mode: "sandbox",
      secret: { api_key: "sk_test_sandbox_damaged00001" },
    });
    const key = await proxy.issue({ credentialId });
    // Copied to another version: the associated data no longer fits.
    await proxy.superuser.query("UPDATE credential SET version = 2 WHERE id = $1", [credentialId]);
    const answer = await proxy.request(key, intents, { body: payment });
    expect(answer.status).toBe(502);
    expect(codeOf(answer.json)).toBe("denied_credential");
    expect(await proxy.rows(key.run)).toMatchObject([
      { verdict: "denied_credential", state: "denied", status: 502, held: 0, requested: 10 },
    ]);
  });
});

describe("an agent that goes away", () => {
  it("does not stop the call, which is settled", async () => {
    const key = await proxy.issue();
    proxy.sandbox.scenario({ vendor: "stripe", fault: "slow", delay_ms: 400 });
    const body = payment;
    await exchangeRaw(
      proxy.port,
      `POST ${intents} HTTP/1.1\r\nHost: p\r\nAuthorization: Bearer ${key.token}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      150,
    );
    const [row] = await proxy.rows(key.run);
    expect(row).toMatchObject({ state: "accrued", status: 200 });
    expect(row?.txn).toMatch(/^pi_/);
  });
});

describe("denials of one key", () => {
  it("are paced to 20 a second after the first 20, and past 32 waiting the connection is closed", async () => {
    const key = await proxy.issue();
    const startedAt = performance.now();
    const calls = await Promise.allSettled(
      Array.from({ length: 70 }, () => proxy.request(key, "/v1/refunds")),
    );
    const answered = calls.filter((call) => call.status === "fulfilled");
    expect(answered.length).toBeGreaterThanOrEqual(52);
    expect(answered.length).toBeLessThan(70);
    expect(performance.now() - startedAt).toBeGreaterThan(1_200);
    expect(await proxy.rows(key.run)).toHaveLength(70);
  });
});

describe("a key's own question about itself", () => {
  const self = "/_keybrake/self";

  it("tells its caps and what is left, without a row", async () => {
    const key = await proxy.issue({ dailyUsd: 15, callUsd: 12 });
    await proxy.request(key, intents, { body: payment });
    await proxy.rows(key.run);
    const answer = await proxy.request(key, self);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      vendor: "stripe",
      agent_run_id: key.run,
      allowed_endpoints: ["POST /v1/payment_intents", "GET /v1/customers/*"],
      caps: { call_usd_cap: "12", daily_usd_cap: "15", run_usd_cap: null, max_calls: null },
      left: { daily_usd: "5", run_usd: null, calls: null },
    });
    expect(await proxy.rows(key.run)).toHaveLength(1);
  });

  it("is answered 10 times a second, and with 401 once the key is dead", async () => {
    const key = await proxy.issue();
    const statuses = [];
    for (let count = 0; count < 13; count += 1) statuses.push((await proxy.request(key, self)).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(statuses).toContain(429);
    const dead: TestKey = await proxy.issue();
    await proxy.revoke(dead);
    const answer = await proxy.request(dead, self);
    expect(answer.status).toBe(401);
    expect(codeOf(answer.json)).toBe("denied_revoked");
  });
});
