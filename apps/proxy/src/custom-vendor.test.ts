import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import type { StoredCustomVendor } from "@keybrake/policy";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type KeyOptions, type TestKey, TestProxy } from "./testing/test-proxy.ts";
import type { FoundAddress } from "./upstream/public-connect.ts";

const secret = "acme_secret_51HabcdefGHIJKLMN";
const rebound = "rebound_secret_0123456789";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
let bait: TcpServer;
let baitConnections = 0;
let seen: Seen[] = [];
let answer: (response: ServerResponse) => void;
let resolve: () => readonly FoundAddress[];
let proxy: TestProxy;
let acme: StoredCustomVendor;
let credentialId: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      answer(response);
    });
  });
  bait = createTcpServer((socket) => {
    baitConnections += 1;
    socket.destroy();
  });
  const [port, baitPort] = await Promise.all([listen(server), listen(bait)]);
  acme = {
    name: "acme-mail",
    title: "Acme Mail",
    origin: `https://api.acme.example:${baitPort}`,
    attachment: { kind: "header", name: "x-acme-key" },
    passedHeaders: ["acme-version"],
    endpoints: [
      { method: "GET", path: "/v1/messages/{id}", price: { kind: "free" } },
      { method: "POST", path: "/v1/messages", price: { kind: "flat", micros: "2500000" } },
      {
        method: "POST",
        path: "/v1/charges",
        price: {
          kind: "amount",
          format: "json",
          amount: ["total", "value"],
          currency: ["total", "code"],
          unit: "minor",
        },
      },
      {
        method: "POST",
        path: "/v1/orders",
        price: { kind: "amount", format: "form", amount: ["price"], currency: "eur", unit: "major" },
      },
    ],
  };
  proxy = await TestProxy.start({
    originOverrides: new Map([["acme-mail", `http://127.0.0.1:${port}`]]),
    lookUpName: (_name, done) => done(null, resolve()),
  });
  credentialId = await credential("test");
}, 60_000);

beforeEach(() => {
  seen = [];
  baitConnections = 0;
  answer = (response) => json(response, 200, { id: "msg_1" });
  resolve = () => {
    throw new Error("a test that resolves no name resolved one");
  };
});

afterAll(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
  bait.close();
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function listen(on: Server | TcpServer): Promise<number> {
  await new Promise<void>((done) => on.listen(0, "127.0.0.1", () => done()));
  return (on.address() as AddressInfo).port;
}

function credential(mode: "live" | "test", over: { text?: string; vendor?: StoredCustomVendor } = {}) {
  const { text = secret, vendor = acme } = over;
  return proxy.credential({
    vendor: "acme-mail",
    mode,
    secret: { secret: text, mode },
    binding: { origin: vendor.origin, attachment: "header x-acme-key" },
  });
}

const every = ["POST /v1/messages", "POST /v1/charges", "POST /v1/orders", "GET /v1/messages/{id}"];

function issue(over: KeyOptions = {}, definition: StoredCustomVendor = acme): Promise<TestKey> {
  const rules = { customVendor: definition, ...over.rules };
  return proxy.issue({ vendor: "acme-mail", credentialId, allowed: every, ...over, rules });
}

const jsonType = { "content-type": "application/json" };

describe("a call of a vendor of one's own", () => {
  it("is priced, sent with the real secret where the definition says, and audited", async () => {
    const key = await issue();
    const call = await proxy.request(key, "/acme-mail/v1/messages?tag=a", {
      body: '{"to":"a@example.com","text":"hi"}',
      headers: { ...jsonType, "acme-version": "7", "x-other": "dropped", "idempotency-key": "k" },
    });
    expect(call.status).toBe(200);
    expect(call.headers.get("keybrake-verdict")).toBe("allowed");
    const [request] = seen;
    expect(request).toMatchObject({ method: "POST", url: "/v1/messages?tag=a" });
    expect(request?.headers["x-acme-key"]).toBe(secret);
    expect(request?.headers["acme-version"]).toBe("7");
    expect(JSON.stringify(request)).not.toContain(key.token);
    expect(Object.keys(request?.headers ?? {})).not.toEqual(
      expect.arrayContaining(["x-other", "authorization", "idempotency-key"]),
    );
    expect(await proxy.rows(key.run)).toMatchObject([
      {
        endpoint: "POST /v1/messages",
        verdict: "allowed",
        state: "settled",
        cost: 2.5,
        txn: "msg_1",
        request: { price_basis: "flat", query: "tag" },
      },
    ]);
  });

  it("takes its price from a JSON or a form field, at the key's pinned rates", async () => {
    const key = await issue();
    await proxy.request(key, "/acme-mail/v1/charges", {
      body: '{"total":{"value":1999,"code":"USD"}}',
      headers: jsonType,
    });
    await proxy.request(key, "/acme-mail/v1/orders", { body: "price=10.005&note=x" });
    const rows = await proxy.rows(key.run);
    expect(rows.map(({ cost }) => cost)).toEqual([19.99, 11.555775]);
    expect(rows[0]?.request).toMatchObject({ amount: "1999", currency: "usd", price_basis: "request" });
    expect(seen.map(({ body }) => body)).toEqual([
      '{"total":{"value":1999,"code":"USD"}}',
      "price=10.005&note=x",
    ]);
  });

  it("is held to its key's caps", async () => {
    const key = await issue({ dailyUsd: 6 });
    const send = () => proxy.request(key, "/acme-mail/v1/messages", { body: "{}", headers: jsonType });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(refused.json).toEqual({
      error: { code: "denied_daily_cap", message: expect.stringContaining("$1 left") },
    });
    expect(refused.headers.get("x-should-retry")).toBe("false");
    expect(seen).toHaveLength(2);
    const rows = await proxy.rows(key.run);
    expect(rows.map(({ verdict }) => verdict)).toEqual(["allowed", "allowed", "denied_daily_cap"]);
  });

  it("is refused where an amount is missing, malformed or said twice, and never free", async () => {
    const key = await issue();
    for (const body of [
      '{"total":{"code":"usd"}}',
      '{"total":{"value":"1e3","code":"usd"}}',
      "{}",
      '{"total":[1]}',
    ]) {
      const call = await proxy.request(key, "/acme-mail/v1/charges", { body, headers: jsonType });
      expect(call.status, body).toBe(400);
      expect(call.headers.get("keybrake-verdict"), body).toBe("denied_request");
    }
    const query = await proxy.request(key, "/acme-mail/v1/orders?price=9", { body: "price=1" });
    expect(query.headers.get("keybrake-verdict")).toBe("denied_request");
    expect(seen).toEqual([]);
  });

  it("is refused without its prefix, off its definition, and off its key's allowlist", async () => {
    const key = await issue({ allowed: ["POST /v1/messages"] });
    const bare = await proxy.request(key, "/v1/messages", { body: "{}", headers: jsonType });
    expect([bare.status, bare.headers.get("keybrake-verdict")]).toEqual([403, "denied_vendor"]);
    const unlisted = await proxy.request(key, "/acme-mail/v1/secrets");
    expect([unlisted.status, unlisted.headers.get("keybrake-verdict")]).toEqual([403, "denied_endpoint"]);
    const other = await proxy.request(key, "/acme-mail/v1/orders", { body: "price=2" });
    expect([other.status, other.headers.get("keybrake-verdict")]).toEqual([403, "denied_endpoint"]);
    const spelled = await proxy.request(await issue(), "/acme-mail/v1/messages/Messages");
    expect(spelled.headers.get("keybrake-verdict")).toBe("denied_endpoint");
    expect(seen).toEqual([]);
    expect((await proxy.rows(key.run)).at(-1)).toMatchObject({
      endpoint: "POST /v1/orders",
      requested: 2.31,
    });
  });

  it("is released on a 4xx and unknown on a 5xx, with its price held", async () => {
    const key = await issue();
    const send = () => proxy.request(key, "/acme-mail/v1/messages", { body: "{}", headers: jsonType });
    answer = (response) => json(response, 422, { error: "no" });
    expect((await send()).status).toBe(422);
    answer = (response) => json(response, 500, {});
    expect((await send()).status).toBe(500);
    expect(await proxy.rows(key.run)).toMatchObject([
      { state: "released", cost: 0 },
      { state: "unknown", held: 2.5, cost: null },
    ]);
  });
});

it("is counted under one label with all others that organizations define", async () => {
  const key = await issue();
  await proxy.request(key, "/acme-mail/v1/messages/m1");
  const metrics = await proxy.plane.metrics.registry.metrics();
  expect(metrics).toContain('keybrake_calls_total{vendor="custom",verdict="allowed"}');
  expect(metrics).not.toContain("acme");
});

describe("where the vault key stands", () => {
  const send = (headers: Record<string, string>) =>
    proxy.request(null, "/acme-mail/v1/messages/m1", { headers });

  it("is Bearer or the header that the definition names, and it never goes on", async () => {
    const key = await issue();
    expect((await send({ "x-acme-key": key.token })).status).toBe(200);
    expect((await send({ authorization: `Bearer ${key.token}` })).status).toBe(200);
    expect(seen).toHaveLength(2);
    for (const { headers } of seen) {
      expect(headers["x-acme-key"]).toBe(secret);
      expect(JSON.stringify(headers)).not.toContain("vk_");
    }
  });

  it("is no other header, not even one that is passed on, and not two at once", async () => {
    const key = await issue();
    const other = await issue();
    for (const headers of [
      { "x-api-key": key.token },
      { "acme-version": key.token },
      { "user-agent": key.token },
      { authorization: `Basic ${Buffer.from(`${key.token}:`).toString("base64")}` },
      { authorization: `Bearer ${key.token}`, "x-acme-key": key.token },
      { authorization: `Bearer ${key.token}`, "x-acme-key": other.token },
      { "x-acme-key": key.token, "acme-version": other.token },
    ]) {
      const call = await send(headers as unknown as Record<string, string>);
      expect(call.status, JSON.stringify(headers)).toBe(401);
    }
    expect(seen).toEqual([]);
    expect(await proxy.rows(key.run)).toEqual([]);
  });

  it("of a Stripe key is still not the header of somebody's own vendor", async () => {
    const key = await proxy.issue();
    const call = await proxy.request(null, "/v1/customers/cus_1", { headers: { "x-acme-key": key.token } });
    expect(call.status).toBe(401);
  });
});

describe("a vendor of one's own and internal addresses", () => {
  const send = (key: TestKey) =>
    proxy.request(key, "/acme-mail/v1/messages", { body: "{}", headers: jsonType });
  let live: string;
  let key: TestKey;

  beforeAll(async () => {
    live = await credential("live");
  });
  beforeEach(async () => {
    key = await issue({ credentialId: live });
  });

  it.each([
    ["127.0.0.1", 4],
    ["10.0.0.7", 4],
    ["169.254.169.254", 4],
    ["100.64.0.1", 4],
    ["::1", 6],
    ["::ffff:127.0.0.1", 6],
    ["64:ff9b::7f00:1", 6],
    ["fd00:ec2::254", 6],
    ["fe80::1", 6],
  ])("refuses a name that leads to %s, before a byte or a connection", async (address, family) => {
    resolve = () => [{ address, family }];
    const call = await send(key);
    expect(call.status).toBe(502);
    expect(call.json).toMatchObject({ error: { code: "vendor_not_public" } });
    expect(baitConnections).toBe(0);
    expect(seen).toEqual([]);
    expect(await proxy.rows(key.run)).toMatchObject([
      { verdict: "allowed", state: "released", status: 502, cost: 0 },
    ]);
  });

  it("refuses a name with one such address among public ones", async () => {
    resolve = () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    expect((await send(key)).json).toMatchObject({ error: { code: "vendor_not_public" } });
    expect(baitConnections).toBe(0);
  });

  it("refuses a name that was public a connection ago (rebinding)", async () => {
    // Port 9 of a public address: nothing answers there from a test machine, and nothing has to.
    const answers: FoundAddress[] = [
      { address: "192.0.66.1", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    resolve = () => answers.splice(0, 1);
    expect((await send(key)).json).toMatchObject({ error: { code: "vendor_not_reached" } });
    expect((await send(key)).json).toMatchObject({ error: { code: "vendor_not_public" } });
    expect(baitConnections).toBe(0);
  }, 20_000);

  it("does not follow a redirect, wherever it leads", async () => {
    const redirected = await issue();
    answer = (response) =>
      void response.writeHead(307, { location: `http://127.0.0.1:${new URL(acme.origin).port}/steal` }).end();
    const call = await send(redirected);
    expect(call.status).toBe(502);
    expect(call.headers.get("location")).toBeNull();
    expect(baitConnections).toBe(0);
    expect(seen).toHaveLength(1);
    expect(await proxy.rows(redirected.run)).toMatchObject([{ state: "unknown", held: 2.5 }]);
  });

  it("never sends a live credential where an override points", async () => {
    resolve = () => [];
    await send(key);
    expect(seen).toEqual([]);
  });
});

describe("a vendor of one's own that was pointed elsewhere", () => {
  it("gets no secret that was stored for the origin before, though another key has it open", async () => {
    const before = await issue();
    const moved = { ...acme, origin: "https://api.acme-moved.example" };
    const after = await issue({}, moved);
    const get = (key: TestKey) => proxy.request(key, "/acme-mail/v1/messages/m1");
    expect((await get(before)).status).toBe(200);
    const refused = await get(after);
    expect([refused.status, refused.headers.get("keybrake-verdict")]).toEqual([502, "denied_credential"]);
    expect(refused.text).toContain("typed in anew");
    expect((await get(before)).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it("gets none that was stored for another way of attaching", async () => {
    const other = { ...acme, attachment: { kind: "header", name: "x-log-me" } } as const;
    const refused = await proxy.request(await issue({}, other), "/acme-mail/v1/messages/m1");
    expect(refused.headers.get("keybrake-verdict")).toBe("denied_credential");
    expect(seen).toEqual([]);
  });

  it("is served nothing where its definition bears another vendor's name, or a built-in one's", async () => {
    const key = await issue({}, { ...acme, name: "other" });
    for (const path of ["/acme-mail/v1/messages/m1", "/other/v1/messages/m1"]) {
      const call = await proxy.request(key, path);
      expect(call.headers.get("keybrake-verdict"), path).toBe("denied_vendor");
    }
    const posing = await proxy.issue({
      rules: { customVendor: { ...acme, name: "stripe" } },
      allowed: every,
    });
    const call = await proxy.request(posing, "/stripe/v1/messages/m1");
    expect(call.headers.get("keybrake-verdict")).toBe("denied_vendor");
    expect(seen).toEqual([]);
  });
});

describe("an answer that holds the secret", () => {
  it("is overwritten, also where the secret is a user name", async () => {
    const attachment = { kind: "basic", secretIs: "user", other: "" } as const;
    const basic = { ...acme, attachment };
    const id = await proxy.credential({
      vendor: "acme-mail",
      mode: "test",
      secret: { secret: rebound, mode: "test" },
      binding: { origin: acme.origin, attachment: "basic user " },
    });
    answer = (response) => json(response, 200, { echoed: rebound });
    const key = await issue({ credentialId: id }, basic);
    const call = await proxy.request(null, "/acme-mail/v1/messages/m1", {
      headers: { authorization: `Basic ${Buffer.from(`${key.token}:`).toString("base64")}` },
    });
    expect(call.status).toBe(200);
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${rebound}:`).toString("base64")}`);
    expect(call.text).not.toContain(rebound);
    expect(call.json.echoed).toBe("*".repeat(rebound.length));
  });
});
