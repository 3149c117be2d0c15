import { Pool } from "undici";
import { BoundedMap } from "../bounded-map.ts";
import type { OpenCredential } from "./open-credential.ts";
import { type LookUpName, publicConnect } from "./public-connect.ts";
import type { Route } from "./route.ts";

const POOLS_MAX = 1_000;
const CONNECT = { timeout: 5_000 };
/** Answers longer than this are cut: no vendor's API sends such, and an endless one must not hold a call forever. */
const ANSWER_BYTES_MAX = 256 * 1_048_576;

/**
 * Connections to vendors, a pool for each credential and origin: two credentials never share a socket, so a stray
 * byte on one (CVE-2026-48931) cannot become another organization's answer.
 */
export class Pools {
  readonly #lookUpName: LookUpName;
  readonly #pools = new BoundedMap<string, Pool>(POOLS_MAX, (pool) => void pool.close());

  /** @param lookUpName how a name of an organization's own is resolved */
  constructor(lookUpName: LookUpName) {
    this.#lookUpName = lookUpName;
  }

  for(credential: OpenCredential, { origin, publicOnly }: Route): Pool {
    const name = `${credential.id} ${credential.version} ${publicOnly ? "public " : ""}${origin}`;
    let pool = this.#pools.get(name);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: 256,
        pipelining: 1,
        allowH2: false,
        // Of each pool its own, like undici's: TLS sessions are not resumed with another credential either.
        connect: publicOnly ? publicConnect(this.#lookUpName, CONNECT) : CONNECT,
        // Short, because a request written to a socket that the vendor is closing ends as `unknown`.
        keepAliveTimeout: 4_000,
        keepAliveMaxTimeout: 30_000,
        maxHeaderSize: 32_768,
        maxResponseSize: ANSWER_BYTES_MAX,
      });
      this.#pools.set(name, pool);
    }
    return pool;
  }

  /** Breaks what is still under way: those calls end as `unknown`. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }
}
