import {
  type CallToHold,
  type HoldResult,
  Lane,
  type Ledger,
  LedgerUnavailable,
  type SentAt,
  type Settlement,
} from "@keybrake/ledger";
import pg from "pg";
import { type HeldCall, holdBatch } from "./hold-batch.ts";
import { settleBatch } from "./settle-batch.ts";
import { type HotPool, isConnectionFault, mayHaveCommitted } from "./statement.ts";
import { Voiding } from "./voiding.ts";

export interface PostgresLedgerOptions {
  /** For holds, and one for settlements, so that neither waits for the other's connection. */
  readonly holdPool: HotPool;
  readonly settlePool: HotPool;
  /** The registered proxy instance that holds name; it may change when the process was given up for dead. */
  readonly instance: { readonly id: string };
  readonly mixOrganizations: boolean;
  readonly onError: (error: Error) => void;
}

/** The ledger on Postgres: two group-commit lanes over the versioned functions of `prisma/migrations`. */
export class PostgresLedger implements Ledger {
  readonly #holds: Lane<CallToHold, HeldCall>;
  readonly #settlements: Lane<Settlement, undefined>;
  readonly #voiding: Voiding;
  /** Calls that were sent and not answered yet: only such a commit can be in doubt. */
  readonly #asked = new Set<string>();
  /** Calls that this process holds and has not settled. */
  readonly #open = new Set<string>();

  constructor(options: PostgresLedgerOptions) {
    const { holdPool, settlePool, instance, mixOrganizations, onError } = options;
    const clock = (): SentAt => ({ monotonicMs: performance.now(), wallMs: Date.now() });
    this.#holds = new Lane({
      flush: (calls) => {
        for (const { id } of calls) this.#asked.add(id);
        return holdBatch(holdPool, instance.id, calls);
      },
      organizationOf: (call) => call.organizationId,
      // Two attempts of one intent in one batch could not see each other.
      conflictKeyOf: ({ vaultKeyId, retryHash }) =>
        retryHash === null ? null : `${vaultKeyId} ${retryHash.toString("base64")}`,
      isOutcomeUnknown: (error) => isConnectionFault(error) || isDeadInstance(error),
      clock,
      mixOrganizations,
    });
    this.#settlements = new Lane({
      flush: async (settlements) => {
        await settleBatch(settlePool, settlements);
        return settlements.map(() => undefined);
      },
      organizationOf: (settlement) => settlement.organizationId,
      conflictKeyOf: (settlement) => settlement.callId,
      isOutcomeUnknown: isConnectionFault,
      clock,
      mixOrganizations,
    });
    this.#voiding = new Voiding({ pool: settlePool, instance, onError });
  }

  async hold(call: CallToHold): Promise<HoldResult> {
    try {
      const { result, sentAt } = await this.#holds.submit(call);
      if (result.verdict === "allowed") this.#open.add(call.id);
      return { ...result, sentAt };
    } catch (error) {
      const cause = error instanceof LedgerUnavailable ? error.cause : error;
      if (this.#asked.has(call.id) && mayHaveCommitted(cause)) this.#voiding.add(call);
      throw error;
    } finally {
      this.#asked.delete(call.id);
    }
  }

  async settle(settlement: Settlement): Promise<void> {
    await this.#settlements.submit(settlement);
    this.#open.delete(settlement.callId);
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
