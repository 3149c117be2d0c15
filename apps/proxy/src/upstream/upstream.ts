import type { OutgoingRequest } from "@keybrake/vendors";
import type { Dispatcher } from "undici";
import type { Hold } from "../steps/reserve.ts";
import { checkTicket, Exchange, type Sent } from "./exchange.ts";
import { Inquiry } from "./inquiry.ts";
import type { OpenCredential } from "./open-credential.ts";
import { Pools } from "./pools.ts";
import type { LookUpName } from "./public-connect.ts";
import type { Route } from "./route.ts";

export interface UpstreamOptions {
  /** As agents reach this proxy, for links in answers that must not lead past it. */
  readonly proxyUrl: string;
  /** A vendor's answer held a credential; it was overwritten, and somebody has to know. */
  readonly onEcho: (hold: Hold) => void;
  /** Milliseconds from sending a call to the end of its answer. */
  readonly onExchanged: (vendorMs: number) => void;
  readonly lookUpName: LookUpName;
}

interface Dispatching {
  readonly credential: OpenCredential;
  readonly route: Route;
  readonly outgoing: Pick<OutgoingRequest, "method" | "body">;
  readonly lines: string[];
  readonly timeoutMs: number;
}

/** However slowly a vendor drips its answer, or an agent reads it: after this the exchange is given up. */
const EXCHANGE_MS_MAX = 10 * 60_000;
/** An agent's SDK waits for the look-up and for the call, so the look-up gets less than the call may take. */
const LOOK_UP_MS_MAX = 15_000;
const REVOKED_MAX = 100_000;

/** The side that faces the vendors: connections, exchanges under way, and what was pushed about revocations. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #pools: Pools;
  readonly #underWay = new Set<Exchange>();
  readonly #revoked = new Set<string>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#pools = new Pools(options.lookUpName);
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

  /**
   * Sends a call and passes the answer on to the agent.
   * @param lines header names and values in turn, the credential's among them.
   */
  exchange(hold: Hold, lines: string[], ownLines: readonly string[]): Promise<Sent> {
    return new Promise((resolve) => {
      const exchange = new Exchange({
        hold,
        ownLines,
        proxyUrl: this.#options.proxyUrl,
        isRevoked: this.isRevoked,
        onEcho: this.#options.onEcho,
        onEnd: (sent, ended) => {
          this.#underWay.delete(ended);
          this.#options.onExchanged(performance.now() - ended.startedAt);
          resolve(sent);
        },
      });
      this.#underWay.add(exchange);
      const { credential, route, request, key } = hold.ready;
      const { timeoutMs } = key.vendor;
      this.#dispatch({ credential, route, outgoing: request.outgoing, lines, timeoutMs }, exchange);
    });
  }

  /** Sends a look-up, whose answer is for Keybrake alone. */
  ask(hold: Hold, lines: string[]): Promise<Sent> {
    return new Promise((resolve) => {
      const beforeWriting = () => checkTicket(hold, this.isRevoked);
      const { credential, route, request } = hold.ready;
      this.#dispatch(
        { credential, route, outgoing: request.outgoing, lines, timeoutMs: LOOK_UP_MS_MAX },
        new Inquiry({ beforeWriting, onEnd: resolve }),
      );
    });
  }

  /**
   * Reads something of a vendor for the keeper, on nobody's behalf: only ever a GET, so that nothing that moves money
   * can leave without a hold.
   */
  read(credential: OpenCredential, route: Route, { method, headers, body }: OutgoingRequest): Promise<Sent> {
    if (method !== "GET" || body !== null) throw new Error("the keeper only reads");
    const lines = ["accept-encoding", "identity", ...headers.flat(), ...credential.lines().flat()];
    return new Promise((resolve) => {
      this.#dispatch(
        { credential, route, outgoing: { method, body }, lines, timeoutMs: LOOK_UP_MS_MAX },
        new Inquiry({ beforeWriting: () => undefined, onEnd: resolve }),
      );
    });
  }

  #dispatch(
    { credential, route, outgoing, lines, timeoutMs }: Dispatching,
    handler: Dispatcher.DispatchHandler,
  ): void {
    this.#pools.for(credential, route).dispatch(
      {
        path: route.target,
        method: outgoing.method as "GET",
        headers: lines,
        body: outgoing.body,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      },
      handler,
    );
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
