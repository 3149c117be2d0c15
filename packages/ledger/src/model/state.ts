import type { LedgerRow, Verdict } from "@keybrake/policy";

export type CallState = "denied" | "held" | "accrued" | "unknown" | "settled" | "released";

/** A call's row, as far as the ledger's rules look at it. */
export interface ModelCall {
  readonly id: string;
  readonly organizationId: string;
  readonly vaultKeyId: string;
  readonly credentialId: string;
  readonly instanceId: string | null;
  readonly verdict: Verdict;
  /** The first call of the same intent, when this one is a retry of it. */
  readonly attachedTo: string | null;
  state: CallState;
  /** What it holds while it is open; afterwards what it held last. */
  heldMicros: bigint;
  /** Null while the state is open; 0 when denied or released. */
  costMicros: bigint | null;
  /** The day whose counters hold it. */
  windowDay: string;
  /** Retries of this call that are on their way or unknown. */
  openAttempts: number;
  /** Released, but still counted until the last of its attempts has ended. */
  releasePending: boolean;
  /** The vendor object whose money this call counted. */
  objectId: string | null;
}

/** A vendor object whose money is counted once, over all keys of its credential. */
export interface CountedObject {
  countedMicros: bigint;
  /** Closed and canceled are final: an answer that was overtaken on its way does not reopen the object. */
  status: "open" | "closed" | "canceled";
}

/** The first call of an intent, found by its retry hash. */
export interface RetryAnchor {
  readonly callId: string;
  readonly createdAt: Date;
}

/** Everything the ledger keeps. Names are joined with a slash: `organization/key`, `organization/call`. */
export class ModelState {
  readonly keys = new Map<string, LedgerRow>();
  readonly calls = new Map<string, ModelCall>();
  readonly anchors = new Map<string, RetryAnchor>();
  readonly objects = new Map<string, CountedObject>();
}

export function isOpen(state: CallState): boolean {
  return state === "held" || state === "accrued" || state === "unknown";
}

/** @throws {Error} when it is not there: the model's user has made a mistake. */
export function mustFind<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`the ledger has no ${name}`);
  return found;
}

export function atLeastZero(micros: bigint): bigint {
  return micros > 0n ? micros : 0n;
}
