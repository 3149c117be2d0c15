import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";

const stateSchema = z.object({ requests: z.int(), malformed: z.int(), executed: z.int() });
const SETTLE_TIMEOUT_MS = 15_000;
const POLL_MS = 200;

/** What the vendor saw and what the ledger wrote, counted over the same calls. */
export interface Reconciliation {
  readonly vendorRequests: number;
  readonly vendorExecuted: number;
  /** New rows by their state: `settled` and `accrued` have an answer, `released` never arrived. */
  readonly rows: Readonly<Record<string, number>>;
  /** Requests that the vendor saw less rows that say it answered. Not zero: a call was lost or never reserved. */
  readonly difference: number;
}

interface Counts {
  readonly requests: number;
  readonly executed: number;
  readonly rows: Readonly<Record<string, number>>;
}

/** Counts what happens from `begin` to `end`, at moments when no call is open. */
export class Witness {
  readonly #sandboxUrl: string;
  readonly #pool: pg.Pool;
  #before: Counts | undefined;

  constructor(sandboxUrl: string, superuserUrl: string) {
    this.#sandboxUrl = sandboxUrl;
    this.#pool = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  }

  /** The vendor forgets what it had, or the later points would measure how full its memory is. */
  async begin(): Promise<void> {
    await this.#countWhenClosed();
    const reset = await fetch(`${this.#sandboxUrl}/_sandbox/reset`, { method: "POST" });
    if (!reset.ok) throw new Error(`the sandbox answers ${reset.status} to a reset`);
    this.#before = await this.#count();
  }

  async end(): Promise<Reconciliation> {
    const before = this.#before ?? { requests: 0, executed: 0, rows: {} };
    const after = await this.#countWhenClosed();
    const rows: Record<string, number> = {};
    for (const [state, count] of Object.entries(after.rows)) {
      const added = count - (before.rows[state] ?? 0);
      if (added > 0) rows[state] = added;
    }
    const vendorRequests = after.requests - before.requests;
    const answered = (rows.settled ?? 0) + (rows.accrued ?? 0);
    return {
      vendorRequests,
      vendorExecuted: after.executed - before.executed,
      rows,
      difference: vendorRequests - answered,
    };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** wrk hangs up on what is under way when its time is over, and rows are completed behind their answers. */
  async #countWhenClosed(): Promise<Counts> {
    const deadline = Date.now() + SETTLE_TIMEOUT_MS;
    let counts = await this.#count();
    while (counts.rows.held !== undefined && Date.now() < deadline) {
      await sleep(POLL_MS);
      counts = await this.#count();
    }
    return counts;
  }

  async #count(): Promise<Counts> {
    const response = await fetch(`${this.#sandboxUrl}/_sandbox/state`);
    const { requests, executed } = stateSchema.parse(await response.json());
    const { rows } = await this.#pool.query<{ state: string; count: number }>(
      "SELECT state, count(*)::integer AS count FROM call GROUP BY state",
    );
    return { requests, executed, rows: Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }
}
