import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Execution, Reception, SandboxAnswer, SandboxVendor } from "../sandbox.ts";
import type { Fault, FaultKind } from "./faults.ts";
import type { Fingerprint } from "./fingerprints.ts";
import type { ArrivalRecord } from "./log.ts";
import { readBody } from "./read-body.ts";
import {
  sendAnswer,
  sendCompressed,
  sendGarbage,
  sendHalf,
  sendJson,
  sendRedirect,
  sendWithCredential,
} from "./send-answer.ts";
import type { Totals } from "./totals.ts";
import type { Witness } from "./witness.ts";

/** One request on its way through the sandbox. */
interface Visit {
  /** As they were on arrival: what was reset while this request waited must not be counted after. */
  readonly totals: Totals;
  readonly vendor: SandboxVendor;
  readonly response: ServerResponse;
  readonly record: ArrivalRecord;
  readonly secret: string | null;
  readonly fingerprint: Fingerprint | null;
}

/** Logs a vendor request on arrival, has the vendor act on it, and answers it, or breaks it as a fault demands. */
export async function serveCall(witness: Witness, request: IncomingMessage, response: ServerResponse) {
  const target = readTarget(request.url ?? "/");
  const vendor = witness.vendors.get(target.vendor);
  const secret = vendor?.credential(request.headers) ?? null;
  const fingerprint = secret === null ? null : witness.fingerprints.of(secret);
  const method = request.method ?? "GET";
  const { totals } = witness;
  totals.arrived();
  const record = witness.log.arrived({
    vendor: vendor?.name ?? null,
    method,
    path: vendor === undefined ? (request.url ?? "/") : target.path,
    query: target.query,
    credential: fingerprint,
    headerNames: Object.keys(request.headers).sort().join(" "),
  });
  const read = await readBody(request);
  if (!read.ok && read.reason === "broken_off") return;
  if (!read.ok || vendor === undefined) {
    const status = read.ok ? 404 : 413;
    record.written(status);
    response.shouldKeepAlive = read.ok;
    sendJson(response, status, { error: read.ok ? "no such sandbox vendor" : "body too large" });
    return;
  }
  record.read(hash("sha256", read.body));
  const visit: Visit = { totals, vendor, response, record, secret, fingerprint };
  const { path, query } = target;
  const reception = vendor.receive({ method, path, query, headers: request.headers, body: read.body });
  record.noted(reception.note);
  const fault = chooseFault(witness, vendor, reception, { method, path });
  await answer(visit, reception, fault);
}

function readTarget(url: string): { vendor: string; path: string; query: string } {
  const queryAt = url.indexOf("?");
  const full = queryAt === -1 ? url : url.slice(0, queryAt);
  const pathAt = full.indexOf("/", 1);
  return {
    vendor: pathAt === -1 ? full.slice(1) : full.slice(1, pathAt),
    path: pathAt === -1 ? "/" : full.slice(pathAt),
    query: queryAt === -1 ? "" : url.slice(queryAt + 1),
  };
}

/** Refusals stay as they are: a fault is about a request that the vendor would have carried out or repeated. */
function chooseFault(
  witness: Witness,
  vendor: SandboxVendor,
  reception: Reception,
  target: { method: string; path: string },
): Fault | null {
  if (reception.kind === "refused") return null;
  const armed = witness.scenarios.take(vendor.name, target.method, target.path);
  return armed ?? (reception.kind === "accepted" ? reception.asked : null);
}

async function answer(visit: Visit, reception: Reception, fault: Fault | null): Promise<void> {
  if (fault !== null) visit.record.faulted(fault.kind);
  if (fault !== null && fault.delayMs > 0) await wait(fault.delayMs, undefined, { ref: false });
  const execution = reception.kind === "accepted" ? reception.execution : repeat(reception.answer);
  if (fault === null) finish(visit, execution.run(), sendAnswer);
  else act(visit, execution, fault.kind);
}

function act(visit: Visit, execution: Execution, fault: FaultKind): void {
  switch (fault) {
    case "decline":
    case "rate_limit":
    case "conflict":
    case "server_error":
      finish(visit, execution.refuse(fault), sendAnswer);
      break;
    case "slow":
      finish(visit, execution.run(), sendAnswer);
      break;
    case "garbage":
      finish(visit, execution.run(), sendGarbage, 200);
      break;
    case "gzip":
      finish(visit, execution.run(), sendCompressed);
      break;
    case "reset_mid_answer":
      finish(visit, execution.run(), (response, made) => sendHalf(response, made, "reset"));
      break;
    case "truncated":
      finish(visit, execution.run(), (response, made) => sendHalf(response, made, "close"));
      break;
    case "echo_credential":
      finish(visit, execution.run(), (response, made) =>
        sendWithCredential(response, made, visit.secret ?? ""),
      );
      break;
    case "reset":
      execution.abandon();
      visit.response.socket?.resetAndDestroy();
      break;
    case "moved_after_reset":
      decide(visit, execution.run());
      visit.response.socket?.resetAndDestroy();
      break;
    case "moved_after_error":
      failAfterMoving(visit, execution);
      break;
    case "hang":
      hang(visit.response, execution);
      break;
    case "redirect":
      execution.abandon();
      visit.record.written(302);
      sendRedirect(visit.response, redirectTarget(visit));
      break;
    default:
      fault satisfies never;
  }
}

function finish(
  visit: Visit,
  made: SandboxAnswer,
  send: (response: ServerResponse, answer: SandboxAnswer) => void,
  status = made.status,
): void {
  decide(visit, made);
  visit.record.written(status);
  send(visit.response, made);
}

function decide(visit: Visit, made: SandboxAnswer): void {
  visit.record.decided(made);
  visit.totals.decided(visit.vendor.name, visit.fingerprint, made);
}

/** The refusal is worded last, but what the log keeps is what was carried out. */
function failAfterMoving(visit: Visit, execution: Execution): void {
  decide(visit, execution.run());
  const refusal = execution.refuse("server_error");
  visit.record.written(refusal.status);
  sendAnswer(visit.response, refusal);
}

/** The key stays in use for as long as the caller waits; one that has left already waits no more. */
function hang(response: ServerResponse, execution: Execution): void {
  if (response.closed) execution.abandon();
  else response.on("close", () => execution.abandon());
}

function redirectTarget(visit: Visit): string {
  return `http://127.0.0.1:${visit.response.socket?.localPort}/${visit.vendor.name}/_redirected`;
}

/** A replay has nothing left to carry out; a transport fault breaks its answer like any other. */
function repeat(made: SandboxAnswer): Execution {
  return { run: () => made, refuse: () => made, abandon: () => {} };
}
