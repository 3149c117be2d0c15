import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { SandboxAnswer } from "../sandbox.ts";

/** Long enough for the half answer to reach a reader on this machine before the connection breaks. */
const HALF_ANSWER_MS = 20;

const GARBAGE = Buffer.from(
  Array.from({ length: 512 }, (_, index) => (index * 167 + 13) % 251), // fixed, so that failures repeat
);

export function sendAnswer(response: ServerResponse, answer: SandboxAnswer): void {
  sendBody(response, answer, answer.body);
}

export function sendGarbage(response: ServerResponse, answer: SandboxAnswer): void {
  response.writeHead(200, { ...answer.headers, "content-length": GARBAGE.length });
  response.end(GARBAGE);
}

export function sendCompressed(response: ServerResponse, answer: SandboxAnswer): void {
  const body = gzipSync(answer.body);
  const headers = { ...answer.headers, "content-encoding": "gzip", "content-length": body.length };
  response.writeHead(answer.status, headers);
  response.end(body);
}

/** The whole length is promised, half of it sent, and then the connection is reset or closed. */
export function sendHalf(response: ServerResponse, answer: SandboxAnswer, end: "reset" | "close"): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
  response.write(body.subarray(0, body.length >> 1));
  setTimeout(() => {
    if (end === "reset") response.socket?.resetAndDestroy();
    else response.socket?.end();
  }, HALF_ANSWER_MS);
}

/** The credential stands plainly in a header and in the body, cut in two by the border of two chunks. */
export function sendWithCredential(response: ServerResponse, answer: SandboxAnswer, secret: string): void {
  const encoded = Buffer.from(secret).toString("base64");
  const echo = JSON.stringify({ sandbox_echo: secret, sandbox_echo_base64: encoded }).slice(1);
  const body = answer.body.endsWith("}") ? `${answer.body.slice(0, -1)},${echo}` : answer.body + echo;
  const border = body.indexOf(secret) + (secret.length >> 1);
  response.writeHead(answer.status, { ...answer.headers, "x-sandbox-echo": secret });
  response.write(body.slice(0, border), () => response.end(body.slice(border)));
}

export function sendRedirect(response: ServerResponse, location: string): void {
  const body = '{"object":"redirect"}';
  response.writeHead(302, { location, "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

/** An answer of the sandbox itself, outside any vendor. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function sendBody(response: ServerResponse, answer: SandboxAnswer, body: string): void {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
