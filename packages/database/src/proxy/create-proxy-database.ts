import pg from "pg";
import { KeptConnection } from "../ledger/kept-connection.ts";
import { PostgresLedger } from "../ledger/postgres-ledger.ts";
import { CallAnnouncer } from "./call-announcer.ts";
import { registerInstance } from "./instance.ts";
import {
  asKeeper,
  ensurePartitions,
  forgetRetryAnchors,
  reapDeadInstances,
  sweepUnknownHolds,
} from "./keeper.ts";
import { findCredential, findVaultKey, keyStanding } from "./lookups.ts";
import { openCalls } from "./open-calls.ts";
import { notePriceList, stalePriceLists } from "./price-lists.ts";
import type { ProxyDatabase, ProxyDatabaseOptions } from "./proxy-database.ts";
import { checkReady } from "./readiness.ts";
import { RevocationFeed } from "./revocations.ts";

/** How long calls of one key wait for another's lock on it; everybody else's batches wait for no lock. */
const LOCK_TIMEOUT_MS = 250;
/** How long they wait for all their locks: two proxies' batches queue for one row, and each takes its own time. */
const PATIENCE_MS = 300;
/** As many batches as a patient lane has under way at once. */
const PATIENT_CONNECTIONS = 4;
/** Keeper's work may take longer than a call may. */
const BACKGROUND_TIMEOUT_MS = 30_000;

/**
 * Connects a proxy to its database and registers it as an instance.
 * @throws when Postgres cannot be reached or was not migrated
 */
export async function createProxyDatabase(options: ProxyDatabaseOptions): Promise<ProxyDatabase> {
  const { connectionString, timeoutMs, mixOrganizations, onError } = options;
  const poolOf = (name: string, max: number, limits: pg.PoolConfig) =>
    openPool(options, { application_name: `keybrake ${name}`, max, ...limits });
  const hot: pg.PoolConfig = {
    connectionTimeoutMillis: timeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  };
  const kept = (name: string, limits: pg.ClientConfig) =>
    new KeptConnection({
      config: { connectionString, application_name: `keybrake ${name}`, keepAlive: true, ...limits },
      onError,
    });
  // Behind the answer nobody waits, and a settlement that was given up too early is only tried again.
  const behind = { ...hot, statement_timeout: 5_000, query_timeout: 6_000 };
  const holds = kept("holds", hot);
  const settlements = kept("settlements", behind);
  const patientHolds = poolOf("patient holds", PATIENT_CONNECTIONS, {
    ...hot,
    statement_timeout: PATIENCE_MS,
  });
  const patientSettlements = poolOf("patient settlements", PATIENT_CONNECTIONS, behind);
  const lookupPool = poolOf("look-ups", 4, hot);
  const keeperPool = poolOf("keeper", 3, {
    connectionTimeoutMillis: 2_000,
    lock_timeout: 5_000,
    statement_timeout: BACKGROUND_TIMEOUT_MS,
    query_timeout: BACKGROUND_TIMEOUT_MS,
    idleTimeoutMillis: 10_000,
  });

  const instance = await registerInstance(keeperPool);
  const announcer = new CallAnnouncer({ queries: keeperPool, onError });
  const ledger = new PostgresLedger({
    holds,
    settlements,
    patientHolds,
    patientSettlements,
    instance,
    mixOrganizations,
    onCommitted: (organizationId) => announcer.note(organizationId),
    onError,
  });
  const feed = new RevocationFeed({ pool: keeperPool, connectionString, onError });
  return {
    ledger,
    findVaultKey: (hash) => findVaultKey(lookupPool, hash),
    findCredential: (organizationId, id) => findCredential(lookupPool, organizationId, id),
    keyStanding: (organizationId, id) => keyStanding(lookupPool, organizationId, id),
    checkReady: () => checkReady(lookupPool),
    heartbeat: () => instance.heartbeat(),
    reapDeadInstances: async () => {
      const reaped = await reapDeadInstances(keeperPool);
      if (reaped > 0) announcer.noteEvery();
      return reaped;
    },
    sweepUnknownHolds: () =>
      sweepUnknownHolds(keeperPool, ledger, { id: instance.id, isKnown: (id) => ledger.isKnown(id) }),
    ...backgroundWork(keeperPool),
    onRevoked: (listener) => feed.onRevoked(listener),
    close: async () => {
      await ledger.close();
      await announcer.close();
      await feed.close();
      await instance.stop().catch((error: unknown) => onError(error as Error));
      const connections = [holds, settlements, patientHolds, patientSettlements, lookupPool, keeperPool];
      await Promise.all(connections.map((connection) => connection.end()));
    },
  };
}

/** What is asked now and then, on connections of its own. */
function backgroundWork(
  pool: pg.Pool,
): Pick<
  ProxyDatabase,
  | "ensurePartitions"
  | "forgetRetryAnchors"
  | "touchCredentials"
  | "openCalls"
  | "stalePriceLists"
  | "notePriceList"
  | "asKeeper"
> {
  return {
    ensurePartitions: () => ensurePartitions(pool),
    forgetRetryAnchors: () => forgetRetryAnchors(pool),
    touchCredentials: async (used) => {
      await pool.query("SELECT touch_credentials_v1($1, $2)", [
        used.map(({ organizationId }) => organizationId),
        used.map(({ credentialId }) => credentialId),
      ]);
    },
    openCalls: (asked) => openCalls(pool, asked),
    stalePriceLists: (asked) => stalePriceLists(pool, asked),
    notePriceList: (list, fetched) => notePriceList(pool, list, fetched),
    asKeeper: (job, work) => asKeeper(pool, job, work),
  };
}

function openPool(
  { connectionString, onError }: Pick<ProxyDatabaseOptions, "connectionString" | "onError">,
  limits: pg.PoolConfig,
): pg.Pool {
  // The hot path's connections are always wanted again.
  const pool = new pg.Pool({ connectionString, keepAlive: true, idleTimeoutMillis: 0, ...limits });
  pool.on("error", onError);
  return pool;
}
