import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "./server.ts";
import { exchangeRaw } from "./testing/raw-client.ts";
import { sendAnswer } from "./wire/answer.ts";
import { readBody } from "./wire/body.ts";

/** What the handler saw of each request: the witness that a refused one was never served. */
const served: { method: string; target: string; body: string }[] = [];
const turnedAway: string[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer({
    tls: null,
    onFault: (error) => expect.unreachable(String(error)),
    onTurnedAway: (reason) => turnedAway.push(reason),
    handle: async (call) => {
      const body = call.flaw ?? (await readBody(call, 65_536));
      if (call.path === "/slow") await new Promise((resolve) => setTimeout(resolve, 300));
      const flaw = Buffer.isBuffer(body) ? null : body;
      if (flaw === null) served.push({ method: call.method, target: call.target, body: String(body) });
      await sendAnswer(call, {
        status: flaw?.status ?? 200,
        reason: flaw === null ? "OK" : flaw.reason,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(flaw ?? { method: call.method }),
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const HOST = "Host: proxy\r\n";
const next = "GET /v1/next HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n\r\n";

async function exchange(parts: string | string[], waitMs?: number) {
  const before = served.length;
  const reply = await exchangeRaw(port, parts, waitMs);
  return { ...reply, served: served.slice(before) };
}

describe("requests that pass", () => {
  it("are served one after the other on one connection", async () => {
    const reply = await exchange([
      `POST /v1/a HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`,
      `POST /v1/b HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
      `POST /v1/c HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`,
      "1\r\nx\r\n",
      "0\r\n\r\n",
      next,
    ]);
    expect(reply.statuses).toEqual([200, 200, 200, 200]);
    expect(reply.served.map((call) => call.body)).toEqual(["abc", "abcde", "x", ""]);
    expect(reply.closed).toBe(true);
  });

  it("may come in pieces, even within the line ends of a chunked body", async () => {
    const reply = await exchange([
      "POST /v1/a HTTP/1.1\r\nHo",
      "st: proxy\r\nTransfer-Encoding: chunked\r\n\r\n3",
      "\r",
      "\nab",
      "c\r\n0\r\n",
      `\r\n`,
      next,
    ]);
    expect(reply.statuses).toEqual([200, 200]);
    expect(reply.served[0]?.body).toBe("abc");
  });
});

it("stops watching a socket's bytes when the chunked request is over", async () => {
  const sockets: Socket[] = [];
  server.once("connection", (socket: Socket) => sockets.push(socket));
  const chunked = `POST /v1/a HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`;
  const answering = exchange([chunked, chunked, chunked], 400);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(sockets[0]?.listenerCount("data")).toBeLessThanOrEqual(1);
  expect((await answering).statuses).toEqual([200, 200, 200]);
});

describe("bytes that two servers could frame differently get one refusal and a closed connection", () => {
  const head = `POST /v1/a HTTP/1.1\r\n${HOST}`;
  it.each<[name: string, bytes: string, status: number]>([
    // Threat 9: the parser refuses these; the corpus keeps it so.
    ["two lengths that differ", `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`, 400],
    ["two lengths that agree", `${head}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400],
    ["a signed length", `${head}Content-Length: +3\r\n\r\nabc`, 400],
    ["a list of lengths", `${head}Content-Length: 3, 3\r\n\r\nabc`, 400],
    ["length and chunks", `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ["a folded header", `${head}X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n`, 400],
    ["a bare line feed", `POST /v1/a HTTP/1.1\nHost: proxy\nContent-Length: 0\n\n`, 400],
    ["a bare carriage return", `${head}X-A: b\rX-B: c\r\nContent-Length: 0\r\n\r\n`, 400],
    ["a space before the colon", `${head}Content-Length : 3\r\n\r\nabc`, 400],
    [
      "a hexadecimal prefix in a chunk size",
      `${head}Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n`,
      400,
    ],
    ["a NUL in a header", `${head}X-A: a\0b\r\nContent-Length: 0\r\n\r\n`, 400],
    // Threat 10: Node serves every one of these.
    ["gzip, chunked", `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 400],
    ["identity, chunked", `${head}Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n`, 400],
    ["chunks on HTTP/1.0", `POST /v1/a HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 505],
    ["HTTP/1.0", `GET /v1/a HTTP/1.0\r\n${HOST}\r\n`, 505],
    ["a chunk extension", `${head}Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n`, 400],
    [
      "an extension of the last chunk",
      `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0;a\r\n\r\n`,
      400,
    ],
    ["a trailer", `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-A: b\r\n\r\n`, 400],
    ["an announced trailer", `${head}Trailer: X-A\r\nContent-Length: 0\r\n\r\n`, 400],
    ["a body on GET", `GET /v1/a HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`, 400],
    // Threat 11.
    ["two hosts", `GET /v1/a HTTP/1.1\r\n${HOST}Host: other\r\n\r\n`, 400],
    ["no host", "GET /v1/a HTTP/1.1\r\n\r\n", 400],
    ["two authorizations", `GET /v1/a HTTP/1.1\r\n${HOST}Authorization: a\r\nAuthorization: b\r\n\r\n`, 400],
    // Threat 12.
    ["an upgrade", `GET /v1/a HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, 501],
    ["a tunnel", `CONNECT api.stripe.com:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
    ["TRACE", `TRACE /v1/a HTTP/1.1\r\n${HOST}\r\n`, 405],
    ["an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    // Threat 14.
    ["a connection option", `GET /v1/a HTTP/1.1\r\n${HOST}Connection: authorization\r\n\r\n`, 400],
    ["an expectation", `${head}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n`, 417],
    ["another expectation", `${head}Expect: pigs\r\nContent-Length: 0\r\n\r\n`, 417],
    // Threats 5 and 16.
    ["an absolute target", `GET http://u:p@evil:9/v1/a HTTP/1.1\r\n${HOST}\r\n`, 400],
    [
      "65 headers",
      `GET /v1/a HTTP/1.1\r\n${HOST}${"X: y\r\n".replace("X", "X-A")}${manyHeaders(64)}\r\n`,
      431,
    ],
    ["17 KiB of headers", `GET /v1/a HTTP/1.1\r\n${HOST}X-A: ${"a".repeat(17_000)}\r\n\r\n`, 431],
    ["40 KiB of headers", `GET /v1/a HTTP/1.1\r\n${HOST}X-A: ${"a".repeat(40_000)}\r\n\r\n`, 431],
    ["a target of 40 KiB", `GET /${"a".repeat(40_000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    ["garbage", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400],
  ])("%s", async (_name, bytes, status) => {
    const reply = await exchange([bytes, next]);
    expect(reply.served).toEqual([]);
    expect(reply.statuses[0]).toBe(status);
    expect(reply.statuses.length).toBe(1);
    expect(reply.closed).toBe(true);
  });

  it.each([
    ["header end split before its last byte", ["\r\n\r", "\n3;a=b\r\nabc\r\n0\r\n\r\n"]],
    ["header end split in two", ["\r\n", "\r\n3;a=b\r\nabc\r\n0\r\n\r\n"]],
    ["chunk extension in a packet of its own", ["\r\n\r\n3", ";a=b\r\nabc\r\n0\r\n\r\n"]],
    ["trailer in a packet of its own", ["\r\n\r\n3\r\nabc\r\n", "0\r\nX-A: b\r\n\r\n"]],
  ])("a chunked body that is watched over packets: %s", async (_name, [end = "", rest = ""]) => {
    const reply = await exchange([`POST /v1/a HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked${end}`, rest]);
    expect(reply.served).toEqual([]);
    expect(reply.statuses).toHaveLength(1);
    expect([400, 411]).toContain(reply.statuses[0]);
    expect(reply.closed).toBe(true);
  });
});

describe("refusals that leave the connection in order", () => {
  it.each([
    ["a target of 4,097 bytes", `GET /${"a".repeat(4_096)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    ["a dot segment", `GET /v1/../admin HTTP/1.1\r\n${HOST}\r\n`, 400],
    [
      "a compressed body",
      `POST /v1/a HTTP/1.1\r\n${HOST}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`,
      415,
    ],
  ])("%s", async (_name, bytes, status) => {
    const reply = await exchange([bytes, next]);
    expect(reply.statuses).toEqual([status, 200]);
  });
});

describe("one request at a time", () => {
  it("serves the first of two pipelined requests, refuses the second, and closes", async () => {
    const second = `POST /v1/second HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`;
    const reply = await exchange(`GET /slow HTTP/1.1\r\n${HOST}\r\n${second}${second}${second}`);
    expect(reply.served.map((call) => call.target)).toEqual(["/slow"]);
    expect(reply.statuses).toEqual([200, 400]);
    expect(reply.closed).toBe(true);
  });

  it("does not serve bytes that follow a request in flight and are no request", async () => {
    const reply = await exchange(`GET /slow HTTP/1.1\r\n${HOST}\r\n\x00\x01garbage\r\n\r\n${next}`);
    expect(reply.served.map((call) => call.target)).toEqual(["/slow"]);
    expect(reply.statuses).toEqual([200]);
    expect(reply.closed).toBe(true);
  });
});

describe("limits of size and time", () => {
  it("counts the bytes of a chunked body instead of trusting a length", async () => {
    const chunk = `4000\r\n${"a".repeat(0x4000)}\r\n`;
    const reply = await exchange([
      `POST /v1/a HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 5 }, () => chunk),
      "0\r\n\r\n",
    ]);
    expect(reply.served).toEqual([]);
    expect(reply.statuses).toEqual([413]);
  });

  it("answers 413 to a declared length above the limit without waiting for the body", async () => {
    const reply = await exchange(`POST /v1/a HTTP/1.1\r\n${HOST}Content-Length: 70000\r\n\r\nabc`);
    expect(reply.statuses).toEqual([413]);
    expect(reply.closed).toBe(true);
  });
});

describe.concurrent("limits of time", () => {
  it("cuts headers that drip for 5 s", async ({ expect }) => {
    const startedAt = performance.now();
    const reply = await exchange([`GET /v1/a HTTP/1.1\r\n${HOST}`, "X-A: "], 9_000);
    expect(reply.statuses).toEqual([408]);
    expect(reply.closed).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(7_000);
  }, 15_000);

  it("cuts a body that drips for 10 s, and the handler is told", async ({ expect }) => {
    const reply = await exchange(
      [`POST /v1/drip HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n`, "abc"],
      14_000,
    );
    expect(served.map((call) => call.target)).not.toContain("/v1/drip");
    expect(reply.statuses).toEqual([408]);
    expect(reply.closed).toBe(true);
  }, 20_000);

  it("keeps an idle connection for longer than Node's 5 s, or stripe-node sends a POST twice", async ({
    expect,
  }) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString();
    });
    socket.write(`GET /v1/a HTTP/1.1\r\n${HOST}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    socket.write(`GET /v1/b HTTP/1.1\r\n${HOST}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    socket.destroy();
  }, 15_000);
});

function manyHeaders(count: number): string {
  return Array.from({ length: count }, (_, index) => `X-${index}: y\r\n`).join("");
}
