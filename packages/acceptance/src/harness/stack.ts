import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createTestDatabase, type TestDatabase } from "@keybrake/database/testing";
import { createPrivateKeyFile, createSealingKeyPair } from "@keybrake/vault";
import pg from "pg";
import { z } from "zod";
import { type RunningProxy, startDashboard, startProxy, startSandbox } from "./apps.ts";
import { Caller } from "./caller.ts";
import { inherited } from "./env.ts";
import { root } from "./process.ts";
import { RestClient } from "./rest.ts";
import { SandboxWitness } from "./sandbox.ts";

const run = promisify(execFile);

const initAnswer = z.object({ organization_id: z.string(), service_token: z.string() });

/** Where a stack's processes connect. */
export type StackDatabase = Pick<
  TestDatabase,
  "appUrl" | "proxyUrl" | "operatorUrl" | "superuserUrl" | "drop"
>;

/** The whole product as processes on a database of its own: what a customer runs, on other ports. */
export interface Stack {
  readonly proxies: readonly RunningProxy[];
  /** The first of them, for tests that need one. */
  readonly proxy: RunningProxy;
  readonly dashboardUrl: string;
  readonly sandbox: SandboxWitness;
  /** The operator's view of the database. */
  readonly sql: pg.Pool;
  /** Past every rule of the database: for moving a row in time, never for what a test is about. */
  readonly admin: pg.Pool;
  /** A new organization with a service token of all scopes, made by `keybrake init`. */
  createOrganization(name: string): Promise<RestClient>;
  /** Agents in a process of their own, which goes with the stack. */
  startCaller(): Promise<Caller>;
  close(): Promise<void>;
}

/** @param options.database instead of a database on the run's shared server; the stack drops it when it closes */
export async function startStack(options: {
  readonly proxies: number;
  readonly database?: StackDatabase;
}): Promise<Stack> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return await build(options.proxies, options.database ?? (await createTestDatabase()), closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function build(
  proxyCount: number,
  database: StackDatabase,
  closers: (() => Promise<unknown>)[],
): Promise<Stack> {
  closers.push(() => database.drop());
  const folder = await mkdtemp(join(tmpdir(), "keybrake-acceptance-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const sealing = createSealingKeyPair();
  const privateKeyFile = join(folder, "sealing-private-key");
  await createPrivateKeyFile(privateKeyFile, [sealing]);

  const sandbox = await startSandbox();
  closers.push(() => sandbox.app.stop());
  const proxies: RunningProxy[] = [];
  for (let index = 0; index < proxyCount; index += 1) {
    const started = await startProxy({
      databaseUrl: database.proxyUrl,
      privateKeyFile,
      sandboxPort: sandbox.port,
    });
    closers.push(() => started.app.stop());
    proxies.push(started);
  }
  const [proxy] = proxies;
  if (proxy === undefined) throw new Error("a stack has at least one proxy");
  const dashboard = await startDashboard({
    databaseUrl: database.appUrl,
    sealingPublicKey: sealing.publicKey.text,
    proxyUrl: proxy.url,
  });
  closers.push(() => dashboard.app.stop());

  const poolOf = (connectionString: string) => {
    const pool = new pg.Pool({ connectionString, max: 2 });
    // The database is dropped while idle connections are still closing.
    pool.on("error", () => undefined);
    closers.push(() => pool.end());
    return pool;
  };
  return {
    proxies,
    proxy,
    dashboardUrl: dashboard.url,
    sandbox: new SandboxWitness(sandbox.url),
    sql: poolOf(database.operatorUrl),
    admin: poolOf(database.superuserUrl),
    createOrganization: async (name) => {
      const { organization_id, service_token } = await init(name, {
        DATABASE_URL: database.superuserUrl,
        KEYBRAKE_SEALING_PRIVATE_KEY_FILE: privateKeyFile,
      });
      return new RestClient(dashboard.url, service_token, organization_id);
    },
    startCaller: async () => {
      const caller = await Caller.start(proxies.map(({ url }) => url));
      closers.push(() => caller.close());
      return caller;
    },
    close: () => closeAll(closers),
  };
}

async function init(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<z.output<typeof initAnswer>> {
  const { stdout } = await run(
    process.execPath,
    [
      join(root, "packages/admin/dist/main.js"),
      "init",
      ...["--organization", name],
      ...["--owner-email", `owner@${name.toLowerCase()}.example`],
      ...["--owner-password", "correct horse battery staple"],
    ],
    { env: { ...inherited, ...env } },
  );
  return initAnswer.parse(JSON.parse(stdout));
}

async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  // In reverse, and all of them, whatever one of them says.
  for (const close of closers.reverse()) await close().catch((error: unknown) => console.error(error));
}
