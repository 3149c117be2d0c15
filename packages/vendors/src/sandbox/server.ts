import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createResendSandbox } from "../resend/sandbox/resend-sandbox.ts";
import { createShopifySandbox } from "../shopify/sandbox/shopify-sandbox.ts";
import { createStripeSandbox } from "../stripe/sandbox/stripe-sandbox.ts";
import { createTwilioSandbox } from "../twilio/sandbox/twilio-sandbox.ts";
import { serveControl } from "./control.ts";
import { type ScenarioInput, scenarioSchema } from "./faults.ts";
import type { LogEntry } from "./log.ts";
import { serveCall } from "./serve-call.ts";
import type { CredentialTotals, MovedByCurrency } from "./totals.ts";
import { Witness } from "./witness.ts";

export type { ScenarioInput } from "./faults.ts";
export type { LogEntry } from "./log.ts";
export type { CredentialTotals, MovedByCurrency } from "./totals.ts";

/** A running sandbox, for its own process and for tests that hold it in theirs. */
export interface RunningSandbox {
  /** Without a slash at the end; vendors live at `<url>/<vendor>`. */
  readonly url: string;
  /** Every request kept, oldest first. */
  log(): LogEntry[];
  state(): SandboxState;
  /** Arms a fault. Throws a ZodError when it is malformed. */
  scenario(input: ScenarioInput): void;
  /** Back to the first moment: objects, idempotency keys, scenarios, totals and log. */
  reset(): void;
  /** Breaks open connections, hanging ones too. */
  close(): Promise<void>;
}

export interface SandboxState {
  readonly requests: number;
  readonly malformed: number;
  readonly executed: number;
  readonly replayed: number;
  readonly moved: MovedByCurrency;
  readonly credentials: readonly CredentialTotals[];
}

/** Starts every sandbox vendor on one port of the loopback interface, and nowhere else; port 0 takes a free one. */
export async function startSandbox(options: { port: number }): Promise<RunningSandbox> {
  const witness = new Witness([
    createStripeSandbox(),
    createResendSandbox(),
    createTwilioSandbox(),
    createShopifySandbox(),
  ]);
  const server = createServer((request, response) => route(witness, request, response));
  // Clients and proxies keep idle connections: at Node's default of 5 s a pooled one closes under their next request.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith("HPE_") === true) witness.totals.malformed += 1;
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sandbox listens on no TCP port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    log: () => witness.log.page({ since: 0, limit: Number.MAX_SAFE_INTEGER }).entries.map((e) => ({ ...e })),
    state: () => readState(witness),
    scenario: (input) => arm(witness, input),
    reset: () => witness.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function route(witness: Witness, request: IncomingMessage, response: ServerResponse): void {
  const serve = request.url?.startsWith("/_sandbox/") ? serveControl : serveCall;
  serve(witness, request, response).catch((error: unknown) => {
    console.error("sandbox: a request could not be served", error);
    response.destroy();
  });
}

function readState(witness: Witness): SandboxState {
  const { requests, malformed, executed, replayed, moved } = witness.totals;
  return { requests, malformed, executed, replayed, moved, credentials: witness.totals.byCredential() };
}

function arm(witness: Witness, input: ScenarioInput): void {
  const scenario = scenarioSchema.parse(input);
  if (!witness.vendors.has(scenario.vendor)) throw new Error(`no such sandbox vendor: ${scenario.vendor}`);
  if (!witness.scenarios.arm(scenario)) throw new Error("too many scenarios are armed");
}
