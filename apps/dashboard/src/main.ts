import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { fileURLToPath } from "node:url";
import next from "next";
import { CLIENT_IP_HEADER, clientIpOf } from "./client-ip.ts";
import { CompressedFiles } from "./compressed-files.ts";
import { type DashboardEnv, readEnv } from "./env.ts";

/** Headers and body of a request are small here, so whoever takes longer is not sending one. */
const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 65_000,
};
/** On every answer. A page's content security policy, with its nonce, is in `proxy.ts`. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
};
/** What is open may finish; an export that takes longer is cut, and its reader sees that. */
const DRAIN_MS = 4_000;

/** Serves the built pages and REST; `next start` would, but without TLS, limits and an orderly end. */
async function main(): Promise<void> {
  const settings = readEnv();
  const { bind: hostname, port, forwardedHops } = settings;
  const app = next({ dev: false, dir: fileURLToPath(new URL("..", import.meta.url)), hostname, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const files = new CompressedFiles(fileURLToPath(new URL("../.next/static", import.meta.url)));
  const server = makeServer(settings, (request, response) => {
    // Set for every request, so that nobody can send one of their own.
    request.headers[CLIENT_IP_HEADER] = clientIpOf(request, forwardedHops);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    files
      .answer(request, response)
      .then((isAnswered) => (isAnswered ? undefined : handle(request, response)))
      .catch(() => response.destroy());
  });
  server.on("error", fail);
  server.listen(port, hostname, () => console.log(`The dashboard listens on ${hostname}:${port}.`));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => end(server));
}

function makeServer({ tls }: DashboardEnv, listener: RequestListener): Server {
  if (tls === null) return createServer(LIMITS, listener);
  const [cert, key] = [readFileSync(tls.certFile), readFileSync(tls.keyFile)];
  return createTlsServer({ ...LIMITS, cert, key, minVersion: "TLSv1.2" }, listener);
}

function end(server: Server): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), DRAIN_MS).unref();
}

function fail(fault: unknown): never {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
}

main().catch(fail);
