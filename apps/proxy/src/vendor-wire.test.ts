import type { Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RawVendor, startRawVendor } from "./testing/raw-vendor.ts";
import { type TestKey, TestProxy } from "./testing/test-proxy.ts";

const secret = "sk_test_51HabcdefGHIJKLMN";
const payment = "amount=1000&currency=usd";
const intents = "/v1/payment_intents";
const intent = JSON.stringify({
  id: "pi_1",
  object: "payment_intent",
  amount: 1_000,
  currency: "usd",
  status: "succeeded",
  amount_received: 1_000,
});

let answer: (socket: Socket, request: string) => unknown = () => undefined;
let vendor: RawVendor;
let proxy: TestProxy;
let key: TestKey;

beforeAll(async () => {
  vendor = await startRawVendor((socket, request) => answer(socket, request));
  proxy = await TestProxy.start({
    vendorTimeoutMs: 1_000,
    originOverrides: new Map([["stripe", vendor.origin]]),
  });
});

beforeEach(async () => {
  key = await proxy.issue({
    credentialId: await proxy.credential({ mode: "test", secret: { api_key: secret } }),
  });
});

afterAll(async () => {
  await proxy.close();
  await vendor.close();
});

function whole(body: string, lines: readonly string[] = [], status = "200 OK"): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n${body}`;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

describe("the bytes that a vendor gets", () => {
  it("are one request, written from parsed values", async () => {
    answer = (socket) => socket.write(whole(intent));
    const call = await proxy.request(key, `${intents}?`, {
      body: "currency=usd&amount=1000&metadata[a b]=c%26d",
      headers: { "user-agent": "agent/1", "idempotency-key": "k1", "x-other": "x", te: "trailers" },
    });
    expect(call.status).toBe(200);
    const [head = "", body = ""] = vendor.requests.at(-1)?.split("\r\n\r\n") ?? [];
    const lines = head.split("\r\n");
    expect(lines[0]).toBe("POST /v1/payment_intents HTTP/1.1");
    expect(
      lines
        .slice(1)
        .map((line) => line.split(":")[0]?.toLowerCase())
        .sort(),
    ).toEqual([
      "accept",
      "accept-encoding",
      "authorization",
      "connection",
      "content-length",
      "content-type",
      "host",
      "idempotency-key",
      "user-agent",
    ]);
    expect(lines).toContain(`authorization: Bearer ${secret}`);
    expect(lines).toContain("accept-encoding: identity");
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      currency: "usd",
      amount: "1000",
      "metadata[a b]": "c&d",
    });
  });
});

describe("a vendor's answer", () => {
  it("passes back with listed headers only", async () => {
    answer = (socket) =>
      socket.write(
        whole(intent, [
          "request-id: req_1",
          "set-cookie: a=b",
          "x-internal: c",
          "server: nginx",
          "location: /x",
        ]),
      );
    const call = await proxy.request(key, intents, { body: payment });
    expect(call.text).toBe(intent);
    expect(call.headers.get("request-id")).toBe("req_1");
    for (const name of ["set-cookie", "x-internal", "server", "location"])
      expect(call.headers.has(name)).toBe(false);
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "settled", cost: 10, txn: "pi_1" }]);
  });

  it("streams as it comes, with the credential overwritten where it is cut in two", async () => {
    const half = secret.length / 2;
    const parts = [`{"id":"pi_1","echo":"${secret.slice(0, half)}`, `${secret.slice(half)}","more":`, '"x"}'];
    answer = async (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
      for (const part of parts) {
        socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
        await pause(40);
      }
      socket.write("0\r\n\r\n");
    };
    const response = await fetch(`http://127.0.0.1:${proxy.port}/v1/customers/cus_1`, {
      headers: { authorization: `Bearer ${key.token}` },
    });
    const arrivals: string[] = [];
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) arrivals.push(decoder.decode(part as Uint8Array));
    expect(arrivals.length).toBeGreaterThan(1);
    expect(arrivals[0]).toBe('{"id":"pi_1","echo":"');
    expect(arrivals.join("")).toBe(parts.join("").replace(secret, "*".repeat(secret.length)));
  });

  it("is passed on whole however long, though only its first mebibyte is kept to be read", async () => {
    const long = JSON.stringify({ id: "cus_1", note: "x".repeat(3_000_000) });
    answer = (socket) => socket.write(whole(long));
    const call = await proxy.request(key, "/v1/customers/cus_1");
    expect(call.text).toBe(long);
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "settled", cost: 0 }]);
  });

  it("that says the credential is invalid never reaches the agent, whatever is in it", async () => {
    answer = (socket) =>
      socket.write(whole(`{"error":{"message":"Invalid API Key: ${secret}"}}`, [], "401 Unauthorized"));
    const call = await proxy.request(key, intents, { body: payment });
    expect(call.status).toBe(502);
    expect(call.text).not.toContain("Invalid API Key");
    expect(call.headers.get("keybrake-verdict")).toBe("denied_credential");
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "released", cost: 0, status: 401 }]);
  });

  it.each<[name: string, reply: (socket: Socket) => unknown, status: number]>([
    [
      "a flood of interim answers",
      (socket) => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20) + whole(intent)),
      502,
    ],
    ["garbage", (socket) => socket.write("\x00\x01\x02 not http at all\r\n\r\n"), 502],
    ["two lengths", (socket) => socket.write(whole(intent, ["content-length: 3"])), 502],
    [
      "an upgrade",
      (socket) =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
      502,
    ],
    ["endless headers", (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(40_000)}\r\n\r\n`), 502],
    [
      "a body that does not come",
      (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n"),
      504,
    ],
    ["a body that stops", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n123"), 502],
    [
      "Brotli that nobody asked for",
      (socket) => socket.write(whole("\x8b\x02\x80", ["content-encoding: br"])),
      502,
    ],
  ])("that is %s is not passed on, and the call stays held", async (_name, reply, status) => {
    answer = reply;
    const call = await proxy.request(key, intents, { body: payment });
    expect(call.status).toBe(status);
    expect(call.headers.get("keybrake-call-id")).not.toBeNull();
    expect(await proxy.rows(key.run)).toMatchObject([{ state: "unknown", held: 10, status }]);
  });

  it("that came before it was asked for ends the connection instead of answering the next call", async () => {
    answer = (socket) => {
      socket.write(whole(intent));
      setTimeout(() => socket.write(whole(intent.replace("pi_1", "pi_stray"))), 30);
    };
    await proxy.request(key, intents, { body: payment });
    await pause(80);
    const next = await proxy.request(key, intents, { body: payment });
    expect(next.text).toContain('"pi_1"');
  });
});

describe("two credentials", () => {
  it("never share a connection", async () => {
    answer = (socket) => socket.write(whole(intent));
    await proxy.request(key, intents, { body: payment });
    const before = vendor.connections;
    await proxy.request(key, intents, { body: payment });
    expect(vendor.connections).toBe(before);
    const other = await proxy.issue({
      credentialId: await proxy.credential({ mode: "test", secret: { api_key: `${secret}X` } }),
    });
    await proxy.request(other, intents, { body: payment });
    expect(vendor.connections).toBe(before + 1);
  });

  it("and a live one does not follow an override", async () => {
    const live = await proxy.credential({ mode: "live", secret: { api_key: "sk_live_51HabcdefGHIJKLMN" } });
    const before = vendor.requests.length;
    const call = await proxy.request(await proxy.issue({ credentialId: live }), intents, { body: payment });
    expect(call.status).toBe(502);
    expect(vendor.requests.length).toBe(before);
  }, 20_000);
});

describe("a slow agent", () => {
  it("does not make the proxy keep the whole of a long answer", async () => {
    const part = "x".repeat(65_536);
    let written = 0;
    answer = async (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      for (let count = 0; count < 800 && !socket.destroyed; count += 1) {
        if (!socket.write(`10000\r\n${part}\r\n`))
          await new Promise((resolve) => socket.once("drain", resolve));
        written += part.length;
      }
    };
    const abort = new AbortController();
    await fetch(`http://127.0.0.1:${proxy.port}/v1/customers/cus_1`, {
      headers: { authorization: `Bearer ${key.token}` },
      signal: abort.signal,
    });
    await pause(600);
    expect(written).toBeLessThan(40_000_000);
    abort.abort();
  });
});
