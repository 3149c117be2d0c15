import type { Hold } from "../steps/reserve.ts";
import { Exchange, type Sent } from "./exchange.ts";
import { Pools } from "./pools.ts";

export interface UpstreamOptions {
  /** A vendor's answer held a credential; it was overwritten, and somebody has to know. */
  readonly onEcho: (hold: Hold) => void;
}

/** However slowly a vendor drips its answer, or an agent reads it: after this the exchange is given up. */
const EXCHANGE_MS_MAX = 10 * 60_000;
const REVOKED_MAX = 100_000;

/** The side that faces the vendors: connections, exchanges under way, and what was pushed about revocations. */
export class Upstream {
  readonly #onEcho: (hold: Hold) => void;
  readonly #pools = new Pools();
  readonly #underWay = new Set<Exchange>();
  readonly #revoked = new Set<string>();
  readonly #sweep: NodeJS.Timeout;

  constructor({ onEcho }: UpstreamOptions) {
    this.#onEcho = onEcho;
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
        onEcho: this.#onEcho,
        onEnd: (sent, ended) => {
          this.#underWay.delete(ended);
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

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    await this.#pools.close();
  }

  #abortOverdue(): void {
    const overdue = performance.now() - EXCHANGE_MS_MAX;
    for (const exchange of this.#underWay) {
      if (exchange.startedAt < overdue) exchange.abort(new Error("the exchange took too long"));
    }
  }
}
