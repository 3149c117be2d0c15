import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { setFlagsFromString } from "node:v8";
import { createProxyDatabase, type ProxyDatabase } from "@keybrake/database";
import { createOpener, readPrivateKeyFile, type SealingKeys } from "@keybrake/vault";
import { findVendor, vendors } from "@keybrake/vendors";
import type { Logger } from "pino";
import { createAdminServer } from "./admin/admin-server.ts";
import { checkReadiness } from "./admin/readiness.ts";
import { createDataPlane, type DataPlane } from "./data-plane.ts";
import { type ProxyEnv, readEnv } from "./env.ts";
import { fetchPrices } from "./keeper/fetch-prices.ts";
import { forgetRetryAnchors } from "./keeper/forget-retry-anchors.ts";
import { heartbeat } from "./keeper/heartbeat.ts";
import { Keeper } from "./keeper/keeper.ts";
import { makePartitions } from "./keeper/make-partitions.ts";
import { noteCredentialUse } from "./keeper/note-credential-use.ts";
import { reapDeadInstances } from "./keeper/reap-dead-instances.ts";
import { reconcile } from "./keeper/reconcile.ts";
import { sweepUnknownHolds } from "./keeper/sweep-unknown-holds.ts";
import { createLog } from "./log.ts";
import { createProxyServer, drain } from "./serve.ts";

/** `EX_CONFIG` of sysexits.h: a supervisor need not try again before somebody has changed something. */
const EXIT_CONFIG = 78;
const DRAIN_MS = 25_000;
const EXIT_MS = 30_000;
/**
 * The contract says "503 within 1 s". A call that comes just before another batch is given up waits 0.1 s for that one
 * (`packages/ledger/src/lane.ts`) and then this long for its own; what is left belongs to the rest of the call.
 */
const DATABASE_TIMEOUT_MS = 800;
const CONNECT_TRIES = 60;

function refuseToStart(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(EXIT_CONFIG);
}

/**
 * Old objects are collected when there are twice as many as were left the last time, not four times: a proxy's working
 * set is small and steady, and at 256 connections this keeps it under 250 MB for a twentieth of its speed.
 */
const HEAP_GROWING_PERCENT = 100;

async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const read = readEnv();
  if (!read.ok) refuseToStart(read.message);
  const { env } = read;
  const keyFile = await readPrivateKeyFile(env.sealingPrivateKeyFile);
  if (!keyFile.ok) refuseToStart(keyFile.message);
  const tls = await readTls(env.tls);
  const log = createLog(env.logLevel);
  for (const [vendor, origin] of env.originOverrides) {
    log.warn(
      { vendor, origin },
      "ORIGIN OVERRIDE: calls of this vendor go elsewhere, save with live credentials",
    );
  }

  const database = await connect(env, log);
  const opener = createOpener(keyFile.keys);
  const [fallbackVendor] = vendors;
  if (fallbackVendor === undefined) throw new Error("this build has no vendors");
  const { originOverrides, sandboxPort } = env;
  const routing = { originOverrides, sandboxPort };
  const proxyUrl = env.publicUrl ?? `${tls === null ? "http" : "https"}://${env.bind}:${env.port}`;
  const plane = createDataPlane({ database, opener, routing, findVendor, fallbackVendor, proxyUrl, log });
  const keeper = startKeeper(database, plane, log);
  const server = createProxyServer(plane, tls);
  const admin = createAdmin({ database, plane, env, keys: keyFile.keys });
  await listen(admin, env.adminPort, "127.0.0.1");
  await listen(server, env.port, env.bind);
  log.info({ address: proxyUrl, sealingKeys: opener.keyIds }, "the proxy takes calls");

  onSignal(async (signal) => {
    log.info({ signal }, "ending: calls in hand are finished first");
    await drain(server, plane, DRAIN_MS);
    await keeper.stop();
    await database.close();
    admin.close();
    log.info("ended in order");
  }, log);
}

async function readTls(files: ProxyEnv["tls"]): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (files === null) return null;
  try {
    return { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuseToStart(`KEYBRAKE_TLS_CERT_FILE or KEYBRAKE_TLS_KEY_FILE cannot be read: ${reason}`);
  }
}

/** Postgres may still be starting, or failing over. */
async function connect(env: ProxyEnv, log: Logger): Promise<ProxyDatabase> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createProxyDatabase({
        connectionString: env.databaseUrl,
        timeoutMs: DATABASE_TIMEOUT_MS,
        mixOrganizations: !env.batchPerOrganization,
        onError: (error) => log.error({ err: error }, "the database reported an error"),
      });
    } catch (error) {
      if (attempt === CONNECT_TRIES) throw new Error("the database cannot be reached", { cause: error });
      log.warn({ err: error, attempt }, "the database cannot be reached yet");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function startKeeper(database: ProxyDatabase, plane: DataPlane, log: Logger): Keeper {
  const { credentials, ledger, metrics, upstream } = plane;
  const keeper = new Keeper({
    database,
    tasks: [
      heartbeat(database),
      reapDeadInstances(database, log),
      sweepUnknownHolds(database, log),
      makePartitions(database),
      forgetRetryAnchors(database),
      noteCredentialUse(database, credentials),
      reconcile({ database, ledger, credentials, upstream, vendors, log }),
      fetchPrices({ database, credentials, upstream, vendors, log }),
    ],
    onError: (error, task) => {
      metrics.keeperFailed(task);
      log.error({ err: error, task }, "a keeper's task failed");
    },
  });
  keeper.start();
  return keeper;
}

interface AdminParts {
  readonly database: ProxyDatabase;
  readonly plane: DataPlane;
  readonly env: ProxyEnv;
  readonly keys: SealingKeys;
}

function createAdmin({ database, plane, env, keys }: AdminParts): Server {
  const checks = {
    database,
    readKeyFile: () => readPrivateKeyFile(env.sealingPrivateKeyFile),
    keyIds: keys.map((key) => key.publicKey.id),
    sealingPublicKeyId: env.sealingPublicKeyId,
    isDraining: () => plane.load.isDraining,
    isSettleBacklogFull: () => plane.settlements.isFull,
  };
  return createAdminServer({ checkReadiness: () => checkReadiness(checks), metrics: plane.metrics });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

/** Ends once, whatever comes how often; `EXIT_MS` after the first signal the process is gone in any case. */
function onSignal(end: (signal: string) => Promise<void>, log: Logger): void {
  let isEnding = false;
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      setTimeout(() => process.exit(1), EXIT_MS).unref();
      end(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, "ending failed");
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  createLog("error").fatal({ err: error }, "the proxy cannot go on");
  process.exit(1);
});
