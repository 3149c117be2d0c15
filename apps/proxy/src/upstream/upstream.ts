import type { Hold } from "../steps/reserve.ts";
import { Exchange, type Sent } from "./exchange.ts";
import { Pools } from "./pools.ts";

export interface UpstreamOptions {
  /** A vendor's answer held a credential; it was overwritten, and somebody has to know. */
  readonly onEcho: (hold: Hold) => void;
  /** Milliseconds from sending a call to the end of its answer. */
  readonly onExchanged: (vendorMs: number) => void;
}

/** However slowly a vendor drips its answer, or an agent reads it: after this the exchange is given up. */
const EXCHANGE_MS_MAX = 10 * 60_000;
const REVOKED_MAX = 100_000;

/** The side that faces the vendors: connections, exchanges under way, and what was pushed about revocations. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #pools = new Pools();
  readonly #underWay = new Set<Exchange>();
  readonly #revoked = new Set<string>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#abortOverdue(), 5_000).unref();
  }

  /**
   * A revocation is committed. Calls that were admitted before it and whose first byte has not left yet are taken
   * back to the ledger. Only ever a reason to stop: that a key is not listed here means nothing.
   */
  noteRevoked(vaultKeyId: string): void {
    if (this.#revoked.size >= REVOKED_MAX) this.#revoked.clear();
    this.#revoked.add(vaultKeyId);
  }

  readonly isRevoked = (vaultKeyId: string): boolean => this.#revoked.has(vaultKeyId);

  /** @param lines header names and values in turn, the credential's among them. */
  exchange(hold: Hold, lines: string[], ownLines: readonly string[]): Promise<Sent> {
    const { credential, route, request, key } = hold.ready;
    const pool = this.#pools.for(credential, route.origin);
    return new Promise((resolve) => {
      const exchange = new Exchange({
        hold,
        ownLines,
        isRevoked: this.isRevoked,
        onEcho: this.#options.onEcho,
        onEnd: (sent, ended) => {
          this.#underWay.delete(ended);
          this.#options.onExchanged(performance.now() - ended.startedAt);
          resolve(sent);
        },
      });
      this.#underWay.add(exchange);
      pool.dispatch(
        {
          path: route.target,
          method: request.outgoing.method as "GET",
          headers: lines,
          body: request.outgoing.body,
          headersTimeout: key.vendor.timeoutMs,
          bodyTimeout: key.vendor.timeoutMs,
        },
        exchange,
      );
    });
  }

  /** Ends every connection to a vendor, those with a call on them too. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    await this.#pools.destroy();
  }

  #abortOverdue(): void {
    const overdue = performance.now() - EXCHANGE_MS_MAX;
    for (const exchange of this.#underWay) {
      if (exchange.startedAt < overdue) exchange.abort(new Error("the exchange took too long"));
    }
  }
}
