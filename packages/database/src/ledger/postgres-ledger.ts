import {
  type CallToHold,
  type HoldResult,
  Lane,
  type Ledger,
  type SentAt,
  type Settlement,
} from "@keybrake/ledger";
import pg from "pg";
import { type HeldCall, holdBatch, holdUnlocked } from "./hold-batch.ts";
import { settleBatch, settleUnlocked } from "./settle-batch.ts";
import { type HotQueries, isConnectionFault, isLockTimeout, mayHaveCommitted } from "./statement.ts";
import { Voiding } from "./voiding.ts";

export interface PostgresLedgerOptions {
  /** For holds, and one for settlements, so that neither waits for the other's connection. */
  readonly holds: HotQueries;
  readonly settlements: HotQueries;
  /** For what waits for a lock, and for what is tried again: a pool for each of the two. */
  readonly patientHolds: HotQueries;
  readonly patientSettlements: HotQueries;
  /** The registered proxy instance that holds name; it may change when the process was given up for dead. */
  readonly instance: { readonly id: string };
  readonly mixOrganizations: boolean;
  /** Hears of an organization whenever calls of it were committed, held or settled. */
  readonly onCommitted?: (organizationId: string) => void;
  readonly onError: (error: Error) => void;
}

/**
 * A settlement is behind the answer, where nobody waits for it: alone it would cost Postgres several times what it
 * costs in company, at the expense of the holds that agents do wait for.
 */
const SETTLEMENT_LINGER_MS = 10;

/** A settlement has no other answer. */
const SETTLED = true;

/** The ledger on Postgres: two group-commit lanes over the versioned functions of `prisma/migrations`. */
export class PostgresLedger implements Ledger {
  readonly #holds: Lane<CallToHold, HeldCall>;
  readonly #settlements: Lane<Settlement, typeof SETTLED>;
  readonly #voiding: Voiding;
  /** Calls that were sent and may have been committed, and were not answered yet: only they can be in doubt. */
  readonly #asked = new Set<string>();
  /** Calls that this process holds and has not settled. */
  readonly #open = new Set<string>();
  readonly #onCommitted: (organizationId: string) => void;

  constructor(options: PostgresLedgerOptions) {
    const { holds, settlements, patientHolds, patientSettlements, instance, mixOrganizations, onError } =
      options;
    const clock = (): SentAt => ({ monotonicMs: performance.now(), wallMs: Date.now() });
    this.#holds = new Lane({
      flush: (calls) => this.#ask(calls, holdUnlocked(holds, instance.id, calls)),
      flushPatiently: (calls) => this.#ask(calls, holdBatch(patientHolds, instance.id, calls)),
      organizationOf: (call) => call.organizationId,
      keyOf: (call) => call.vaultKeyId,
      // Two attempts of one intent in one batch could not see each other.
      conflictKeyOf: ({ vaultKeyId, retryHash }) =>
        retryHash === null ? null : `${vaultKeyId} ${retryHash.toString("base64")}`,
      isOutcomeUnknown: (error) => isConnectionFault(error) || isDeadInstance(error),
      isLockTimeout,
      clock,
      mixOrganizations,
    });
    this.#settlements = new Lane({
      flush: async (batch) => {
        const leftOut = await settleUnlocked(settlements, batch);
        return batch.map(({ callId }) => (leftOut.has(callId) ? null : SETTLED));
      },
      flushPatiently: async (batch) => {
        await settleBatch(patientSettlements, batch);
        return batch.map(() => SETTLED);
      },
      organizationOf: (settlement) => settlement.organizationId,
      keyOf: (settlement) => settlement.vaultKeyId,
      conflictKeyOf: (settlement) => settlement.callId,
      lingerMs: SETTLEMENT_LINGER_MS,
      isOutcomeUnknown: isConnectionFault,
      isLockTimeout,
      clock,
      mixOrganizations,
    });
    this.#voiding = new Voiding({ queries: patientSettlements, instance, onError });
    this.#onCommitted = options.onCommitted ?? (() => undefined);
  }

  async hold(call: CallToHold): Promise<HoldResult> {
    try {
      const { result, sentAt } = await this.#holds.submit(call);
      if (result.verdict === "allowed") this.#open.add(call.id);
      this.#onCommitted(call.organizationId);
      return { ...result, sentAt };
    } catch (error) {
      if (this.#asked.has(call.id)) this.#voiding.add(call);
      throw error;
    } finally {
      this.#asked.delete(call.id);
    }
  }

  /**
   * Nothing was written of calls that were left out, nor of a batch that Postgres refused. Voiding them all the same
   * would have to wait for the very lock that kept them out, and everybody else's doubtful commits with them.
   */
  async #ask<Held extends HeldCall | null>(
    calls: readonly CallToHold[],
    sent: Promise<readonly Held[]>,
  ): Promise<readonly Held[]> {
    for (const { id } of calls) this.#asked.add(id);
    try {
      const held = await sent;
      for (const [index, { id }] of calls.entries()) if (held[index] === null) this.#asked.delete(id);
      return held;
    } catch (error) {
      if (!mayHaveCommitted(error)) for (const { id } of calls) this.#asked.delete(id);
      throw error;
    }
  }

  async settle(settlement: Settlement): Promise<void> {
    await this.#settlements.submit(settlement);
    this.#open.delete(settlement.callId);
    this.#onCommitted(settlement.organizationId);
  }

  /** Whether this process still has the call in hand: held and not settled, or to be voided. */
  isKnown(callId: string): boolean {
    return this.#open.has(callId) || this.#asked.has(callId) || this.#voiding.has(callId);
  }

  /** Resolves when everything that was submitted has been answered and no commit is in doubt any more. */
  async close(): Promise<void> {
    await this.#holds.close();
    await this.#voiding.close();
    await this.#settlements.close();
  }
}

/** The instance was declared dead (SQLSTATE of our own): no part of the batch would fare better. */
function isDeadInstance(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "KB001";
}
