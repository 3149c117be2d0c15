import pg from "pg";
import { PostgresLedger } from "../ledger/postgres-ledger.ts";
import { registerInstance } from "./instance.ts";
import {
  asKeeper,
  ensurePartitions,
  forgetRetryAnchors,
  reapDeadInstances,
  sweepUnknownHolds,
} from "./keeper.ts";
import { findCredential, findVaultKey, keyStanding } from "./lookups.ts";
import type { ProxyDatabase, ProxyDatabaseOptions } from "./proxy-database.ts";
import { checkReady } from "./readiness.ts";
import { RevocationFeed } from "./revocations.ts";

/** How long a batch waits for another's lock on a key before it is split (design: one tenant must not delay others). */
const LOCK_TIMEOUT_MS = 250;
/** Keeper's work may take longer than a call may. */
const BACKGROUND_TIMEOUT_MS = 30_000;

/**
 * Connects a proxy to its database and registers it as an instance.
 * @throws when Postgres cannot be reached or was not migrated
 */
export async function createProxyDatabase(options: ProxyDatabaseOptions): Promise<ProxyDatabase> {
  const { connectionString, timeoutMs, mixOrganizations, onError } = options;
  const poolOf = (name: string, max: number, limits: pg.PoolConfig) => {
    const pool = new pg.Pool({
      connectionString,
      max,
      application_name: `keybrake ${name}`,
      keepAlive: true,
      // The hot path's connections are always wanted again.
      idleTimeoutMillis: 0,
      ...limits,
    });
    pool.on("error", onError);
    return pool;
  };
  const hot: pg.PoolConfig = {
    connectionTimeoutMillis: timeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  };
  const holdPool = poolOf("holds", 1, hot);
  const settlePool = poolOf("settlements", 1, { ...hot, statement_timeout: 5_000, query_timeout: 6_000 });
  const lookupPool = poolOf("look-ups", 4, hot);
  const keeperPool = poolOf("keeper", 3, {
    connectionTimeoutMillis: 2_000,
    lock_timeout: 5_000,
    statement_timeout: BACKGROUND_TIMEOUT_MS,
    query_timeout: BACKGROUND_TIMEOUT_MS,
    idleTimeoutMillis: 10_000,
  });

  const instance = await registerInstance(keeperPool);
  const ledger = new PostgresLedger({ holdPool, settlePool, instance, mixOrganizations, onError });
  const feed = new RevocationFeed({ pool: keeperPool, connectionString, onError });
  return {
    ledger,
    findVaultKey: (hash) => findVaultKey(lookupPool, hash),
    findCredential: (organizationId, id) => findCredential(lookupPool, organizationId, id),
    keyStanding: (organizationId, id) => keyStanding(lookupPool, organizationId, id),
    checkReady: () => checkReady(lookupPool),
    heartbeat: () => instance.heartbeat(),
    reapDeadInstances: () => reapDeadInstances(keeperPool),
    sweepUnknownHolds: () =>
      sweepUnknownHolds(keeperPool, ledger, { id: instance.id, isKnown: (id) => ledger.isKnown(id) }),
    ensurePartitions: () => ensurePartitions(keeperPool),
    forgetRetryAnchors: () => forgetRetryAnchors(keeperPool),
    touchCredentials: async (used) => {
      await keeperPool.query("SELECT touch_credentials_v1($1, $2)", [
        used.map(({ organizationId }) => organizationId),
        used.map(({ credentialId }) => credentialId),
      ]);
    },
    asKeeper: (job, work) => asKeeper(keeperPool, job, work),
    onRevoked: (listener) => feed.onRevoked(listener),
    close: async () => {
      await ledger.close();
      await feed.close();
      await instance.stop().catch((error: unknown) => onError(error as Error));
      await Promise.all([holdPool, settlePool, lookupPool, keeperPool].map((pool) => pool.end()));
    },
  };
}
