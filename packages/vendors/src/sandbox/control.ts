import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Movement } from "../sandbox.ts";
import { scenarioSchema } from "./faults.ts";
import type { LogEntry } from "./log.ts";
import { readBody } from "./read-body.ts";
import { sendJson } from "./send-answer.ts";
import type { MovedByCurrency } from "./totals.ts";
import type { Witness } from "./witness.ts";

const logQuerySchema = z.strictObject({
  vendor: z.string().min(1).max(31).optional(),
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});

interface ControlAnswer {
  readonly status: number;
  readonly value: unknown;
}

const OK: ControlAnswer = { status: 200, value: { ok: true } };

/**
 * The sandbox's own endpoints, for people and tests, not for vendors' clients:
 *
 * * `GET /_sandbox/log?vendor=&since=&limit=`: requests that arrived after sequence number `since`, oldest first;
 *   `next_since` goes on. `DELETE /_sandbox/log` empties it.
 * * `POST /_sandbox/scenario` arms a fault (`faults.ts` lists them); `GET` lists the armed, `DELETE` disarms all.
 * * `GET /_sandbox/state`: requests and money moved in all, by currency and by credential.
 * * `POST /_sandbox/reset`: back to the first moment.
 */
export async function serveControl(witness: Witness, request: IncomingMessage, response: ServerResponse) {
  const { status, value } = await answerControl(witness, request);
  sendJson(response, status, value);
}

async function answerControl(witness: Witness, request: IncomingMessage): Promise<ControlAnswer> {
  // A web page of another origin must neither arm faults nor read the log over a visitor's loopback.
  if (request.headers.origin !== undefined) return failed(403, "not for browsers");
  const url = new URL(request.url ?? "/", "http://sandbox.invalid");
  switch (`${request.method} ${url.pathname}`) {
    case "GET /_sandbox/log":
      return answerLog(witness, url);
    case "DELETE /_sandbox/log":
      witness.log.clear();
      return OK;
    case "GET /_sandbox/scenario":
      return { status: 200, value: { data: witness.scenarios.list() } };
    case "POST /_sandbox/scenario":
      return armScenario(witness, request);
    case "DELETE /_sandbox/scenario":
      witness.scenarios.clear();
      return OK;
    case "GET /_sandbox/state":
      return { status: 200, value: stateToJson(witness) };
    case "POST /_sandbox/reset":
      witness.reset();
      return OK;
    default:
      return failed(404, "no such sandbox endpoint");
  }
}

function answerLog(witness: Witness, url: URL): ControlAnswer {
  const query = logQuerySchema.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) return failed(400, z.prettifyError(query.error));
  const page = witness.log.page(query.data);
  const lastSeq = page.hasMore ? (page.entries.at(-1)?.seq ?? query.data.since) : witness.log.lastSeq;
  return {
    status: 200,
    value: { data: page.entries.map(entryToJson), has_more: page.hasMore, next_since: lastSeq },
  };
}

async function armScenario(witness: Witness, request: IncomingMessage): Promise<ControlAnswer> {
  const read = await readBody(request);
  if (!read.ok) return failed(400, read.reason);
  const scenario = scenarioSchema.safeParse(parseJson(read.body));
  if (!scenario.success) return failed(400, z.prettifyError(scenario.error));
  if (!witness.vendors.has(scenario.data.vendor)) return failed(400, "no such sandbox vendor");
  return witness.scenarios.arm(scenario.data) ? OK : failed(409, "too many scenarios are armed");
}

function failed(status: number, error: string): ControlAnswer {
  return { status, value: { error } };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function stateToJson(witness: Witness) {
  const { totals } = witness;
  return {
    requests: totals.requests,
    malformed: totals.malformed,
    executed: totals.executed,
    replayed: totals.replayed,
    moved: movedToJson(totals.moved),
    credentials: totals.byCredential().map(({ vendor, credential, moved }) => ({
      vendor,
      last4: credential.last4,
      sha256: credential.sha256,
      moved: movedToJson(moved),
    })),
  };
}

function movedToJson(moved: MovedByCurrency) {
  const sums = [...moved].map(([currency, sum]) => [
    currency,
    { in_micros: String(sum.in), out_micros: String(sum.out), back_micros: String(sum.back) },
  ]);
  return Object.fromEntries(sums);
}

function entryToJson(entry: LogEntry) {
  return {
    seq: entry.seq,
    received_at: new Date(entry.receivedAtMs).toISOString(),
    latency_ms: entry.latencyMs,
    vendor: entry.vendor,
    method: entry.method,
    path: entry.path,
    query: entry.query,
    credential_sha256: entry.credential?.sha256 ?? null,
    credential_last4: entry.credential?.last4 ?? null,
    header_names: entry.headerNames.split(" "),
    idempotency_key: entry.idempotencyKey,
    amount_minor: entry.amountMinor,
    currency: entry.currency,
    body_sha256: entry.bodySha256,
    status: entry.status,
    object_id: entry.objectId,
    request_id: entry.requestId,
    executed: entry.executed,
    replayed: entry.replayed,
    fault: entry.fault,
    moved: entry.moved.map(movementToJson),
  };
}

function movementToJson(movement: Movement) {
  return { direction: movement.direction, currency: movement.currency, micros: String(movement.micros) };
}
