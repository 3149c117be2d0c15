import type { StatelessVerdict, Verdict } from "@keybrake/policy";

/**
 * The ledger as the proxy sees it: the only authority on whether money may move. `packages/database` implements
 * it on Postgres, `model.ts` in memory as the oracle of the property tests.
 */
export interface Ledger {
  /**
   * Commits the call's row with its verdict and, when it is allowed, the hold. Nothing may leave the proxy,
   * to the vendor or to the agent, before this resolves.
   * @throws {LedgerUnavailable} when the commit did not happen or is not known to have happened; such a call
   * has been or will be voided and must not be forwarded.
   */
  hold(call: CallToHold): Promise<HoldResult>;
  /** Completes a held call. Idempotent: completing twice changes nothing. Rejects only if it was not committed. */
  settle(settlement: Settlement): Promise<void>;
}

/** The facts of one call, as its audit row will say them. */
export interface CallToHold {
  /** UUIDv7, made by the proxy; its time orders the log and picks the partition. */
  readonly id: string;
  readonly organizationId: string;
  readonly vaultKeyId: string;
  /** A verdict already reached without the ledger, or null to let the caps decide. */
  readonly refused: StatelessVerdict | null;
  /** Upper bound in micro-dollars; 0n moves no money and no money cap refuses it. */
  readonly priceMicros: bigint;
  /** With the price, the object's total: only the difference to what is counted for it is held. */
  readonly continuesObjectId: string | null;
  /** SHA-256 over method, path, Idempotency-Key and body: the same one within 23 h attaches; null never attaches. */
  readonly retryHash: Buffer | null;
  /** False for look-ups: they do not count against `max_calls`. */
  readonly counts: boolean;
  readonly parentCallId: string | null;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly keyLabel: string;
  /** Catalogue name, or the escaped raw target when nothing matched. */
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  /** JSON text, 4 KiB at most, no secret and no NUL. */
  readonly request: string;
  readonly clientIp: string;
  readonly userAgent: string;
  /** What the caller asked to move, for the row of a refused call too; null when unknown. */
  readonly requestedMicros: bigint | null;
  /** HTTP status that the agent gets when the call is refused. */
  readonly refusedStatus: number | null;
}

export interface HoldResult {
  readonly verdict: Verdict;
  readonly heldMicros: bigint;
  /** The first call of the same intent, when this attempt attached to it; then nothing more is held. */
  readonly attachedTo: string | null;
  /** Milliseconds of the monotonic clock and of the wall clock when the batch was sent: the ticket's start. */
  readonly sentAt: { readonly monotonicMs: number; readonly wallMs: number };
  /** State after this call, for the sentence of a refusal. Null caps are absent caps. */
  readonly dayLeftMicros: bigint | null;
  readonly runLeftMicros: bigint | null;
  readonly callsLeft: number | null;
  readonly callCapMicros: bigint | null;
  /** What this call would have had to hold: the difference, for an object that continues. */
  readonly neededMicros: bigint;
  /** When the day's window ends in the key's zone. */
  readonly resetsAt: Date | null;
}

export type SettleState = "settled" | "released" | "accrued" | "unknown";

export interface Settlement {
  readonly callId: string;
  readonly organizationId: string;
  readonly vaultKeyId: string;
  readonly state: SettleState;
  /** Counted from now on: spent (settled) or still held (accrued); ignored for released and unknown. */
  readonly costMicros: bigint;
  readonly parsedMicros: bigint | null;
  /** Null, as with the latency: what was learned later says nothing of the answer, and the row keeps its own. */
  readonly statusCode: number | null;
  readonly transactionId: string | null;
  readonly vendorRequestId: string | null;
  readonly latencyMs: number | null;
  readonly replayed: boolean;
  readonly object: {
    readonly id: string;
    readonly totalMicros: bigint;
    readonly status: "open" | "closed" | "canceled";
  } | null;
}

/** The ledger cannot be asked, or its answer is not known. Always refuse the call with 503. */
export class LedgerUnavailable extends Error {
  override readonly name = "LedgerUnavailable";
}
