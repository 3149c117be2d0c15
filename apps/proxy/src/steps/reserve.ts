import { hash } from "node:crypto";
import type { CallToHold, HoldResult, Ledger } from "@keybrake/ledger";
import type { DeniedVerdict } from "@keybrake/policy";
import { verdictStatus } from "@keybrake/policy";
import { auditJson } from "../audit-json.ts";
import type { Call } from "../call.ts";
import type { KnownKey } from "../keys/known-keys.ts";
import { printable } from "../printable.ts";
import type { Ready } from "./address.ts";
import type { Unreachable } from "./open-credential.ts";
import type { Refused } from "./refused.ts";

/** How long after its batch was sent to the ledger a call's first byte may still leave, in milliseconds. */
const TICKET_MS = 250;
const PATH_LENGTH_MAX = 2_000;
const USER_AGENT_LENGTH_MAX = 200;

/**
 * A call whose row is committed and whose price is held: the only thing that `forward` sends. Nothing but `reserve`
 * can make one, since the constructor is private and the fields are too.
 */
export class Hold {
  readonly kind = "hold";
  readonly verdict = "allowed";
  readonly callId: string;
  readonly ready: Ready;
  readonly #sentAt: HoldResult["sentAt"];

  private constructor(callId: string, ready: Ready, result: HoldResult) {
    this.callId = callId;
    this.ready = ready;
    this.#sentAt = result.sentAt;
  }

  get vendor(): string {
    return this.ready.key.record.vendor;
  }

  /**
   * True while the first byte may leave: 250 ms from the moment the batch was sent, by the clock that shows more. A
   * process that was frozen in between wakes up with its monotonic clock or its wall clock ahead.
   */
  get isFresh(): boolean {
    const monotonic = performance.now() - this.#sentAt.monotonicMs;
    const wall = Date.now() - this.#sentAt.wallMs;
    return Math.max(monotonic, wall) <= TICKET_MS;
  }

  static async take(ready: Ready, { ledger, callId }: Reserving): Promise<Hold | Denied | LedgerDown> {
    const { call, key, request } = ready;
    const bodyHash = hashOf(ready.body);
    const row = rowOf(callId, ready, {
      refused: null,
      refusedStatus: null,
      priceMicros: request.priceMicros,
      requestedMicros: request.priceMicros,
      continuesObjectId: request.continues?.id ?? null,
      retryHash:
        request.idempotencyKey === null ? null : retryHashOf(ready, request.idempotencyKey, bodyHash),
      endpoint: ready.endpoint.name,
      request: auditJson({ audit: request.audit, basis: request.basis, bodyHash }),
    });
    const result = await commit(row, ledger);
    if (result === null) return { kind: "ledger_down", call, key };
    if (result.verdict === "allowed") return new Hold(callId, ready, result);
    const { vendor, endpoint } = row;
    return {
      kind: "denied",
      callId,
      call,
      key,
      vendor,
      verdict: result.verdict,
      endpoint,
      refusal: null,
      result,
    };
  }
}

/** A committed row of a call that was not admitted. */
export interface Denied {
  readonly kind: "denied";
  readonly callId: string;
  readonly call: Call;
  readonly key: KnownKey;
  readonly vendor: string;
  readonly verdict: DeniedVerdict;
  readonly endpoint: string;
  /** What a step before the ledger said; null when the ledger itself refused. */
  readonly refusal: Refused["refusal"] | null;
  readonly result: HoldResult;
}

/** Nothing is known to be committed: the call gets a 503, and nothing was or will be sent. */
export interface LedgerDown {
  readonly kind: "ledger_down";
  readonly call: Call;
  readonly key: KnownKey;
}

interface Reserving {
  readonly ledger: Ledger;
  /** Of the row to be written; a call that is held once more needs a new one. */
  readonly callId: string;
}

/**
 * The atomic hold and the audit row, in one statement. A refused call comes here too, for its row: the ledger may
 * answer that the key is revoked or expired, which goes before whatever else was wrong.
 */
export async function reserve(
  ready: Ready | Refused | Unreachable,
  reserving: Reserving,
): Promise<Hold | Denied | LedgerDown> {
  const { call, key } = ready;
  if (ready.ok === "unreachable") return { kind: "ledger_down", call, key };
  if (ready.ok) return Hold.take(ready, reserving);
  const { refusal, endpoint } = ready;
  const { ledger, callId } = reserving;
  const row = rowOf(callId, ready, {
    refused: refusal.verdict,
    refusedStatus: refusal.status ?? verdictStatus[refusal.verdict],
    priceMicros: 0n,
    requestedMicros: ready.requestedMicros,
    continuesObjectId: null,
    retryHash: null,
    endpoint,
    request: auditJson({
      audit: ready.audit,
      basis: null,
      bodyHash: ready.body === null ? null : hashOf(ready.body),
    }),
  });
  const result = await commit(row, ledger);
  if (result === null) return { kind: "ledger_down", call, key };
  // `allowed` for a call that came refused would be a fault of the ledger; it stays refused.
  const verdict = result.verdict === "allowed" ? refusal.verdict : result.verdict;
  return { kind: "denied", callId, call, key, vendor: row.vendor, verdict, endpoint, refusal, result };
}

type Judged = Pick<
  CallToHold,
  | "refused"
  | "refusedStatus"
  | "priceMicros"
  | "requestedMicros"
  | "continuesObjectId"
  | "retryHash"
  | "endpoint"
  | "request"
>;

/** Every field by name: an object of so many made by spreading others is a hash table to V8, and costs as one. */
function rowOf(id: string, ready: Ready | Refused, judged: Judged): CallToHold {
  const { call, key } = ready;
  const { record } = key;
  const lookUp = ready.ok && ready.parentCallId !== null ? ready : null;
  return {
    id,
    organizationId: record.organizationId,
    vaultKeyId: record.vaultKeyId,
    refused: judged.refused,
    priceMicros: judged.priceMicros,
    continuesObjectId: judged.continuesObjectId,
    retryHash: judged.retryHash,
    counts: lookUp === null,
    parentCallId: lookUp?.parentCallId ?? null,
    vendor: record.vendor,
    credentialId: record.credentialId,
    agentName: record.agentName,
    agentRunId: record.agentRunId,
    keyLabel: record.keyLabel,
    endpoint: judged.endpoint,
    method: lookUp?.request.outgoing.method ?? call.method,
    path: printable(lookUp?.request.outgoing.target ?? call.path, PATH_LENGTH_MAX),
    request: judged.request,
    clientIp: call.clientIp,
    userAgent: printable(call.userAgent, USER_AGENT_LENGTH_MAX),
    requestedMicros: judged.requestedMicros,
    refusedStatus: judged.refusedStatus,
  };
}

async function commit(row: CallToHold, ledger: Ledger): Promise<HoldResult | null> {
  try {
    return await ledger.hold(row);
  } catch {
    // Whatever went wrong, nobody knows of a committed row: the ledger voids the call, and it is not forwarded.
    return null;
  }
}

const EMPTY_HASH = hash("sha256", "");

/** SHA-256 in hexadecimal: as text it costs Node half of what it costs as a buffer. */
function hashOf(body: Buffer): string {
  return body.length === 0 ? EMPTY_HASH : hash("sha256", body);
}

/** What makes two attempts one intent. The parts before the hash end in a byte that none of them can hold. */
function retryHashOf({ call, path, request }: Ready, idempotencyKey: string, bodyHash: string): Buffer {
  const intent = `${call.method}\0${path}\0${call.query}\0${request.idempotencyScope}\0${idempotencyKey}\0${bodyHash}`;
  return Buffer.from(hash("sha256", intent), "hex");
}
