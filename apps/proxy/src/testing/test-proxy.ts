import type { Server } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import {
  type AppDatabase,
  createAppDatabase,
  createProxyDatabase,
  disableCredential,
  issueVaultKey,
  type ProxyDatabase,
  revokeVaultKey,
  storeCredential,
} from "@keybrake/database";
import { createTestDatabase, type TestDatabase } from "@keybrake/database/testing";
import type { Ledger } from "@keybrake/ledger";
import type { StoredKeyRules } from "@keybrake/policy";
import { createOpener, createSealingKeyPair, mintToken, seal } from "@keybrake/vault";
import { findVendor, type Vendor } from "@keybrake/vendors";
import { type RunningSandbox, startSandbox } from "@keybrake/vendors/sandbox";
import pg from "pg";
import Stripe from "stripe";
import { uuidv7 } from "uuidv7";
import { createDataPlane, type DataPlane } from "../data-plane.ts";
import { createLog } from "../log.ts";
import { createProxyServer, drain } from "../serve.ts";
import type { LookUpName } from "../upstream/public-connect.ts";

export interface TestProxyOptions {
  /** For tests with a vendor of their own; needs a `test` credential. */
  readonly originOverrides?: ReadonlyMap<string, string>;
  readonly vendorTimeoutMs?: number;
  readonly findVendor?: (name: string) => Vendor | undefined;
  /** Something between the proxy and its ledger, such as a delay. */
  readonly ledger?: (ledger: Ledger) => Ledger;
  /** In place of the system's resolver, for names of vendors that organizations defined. */
  readonly lookUpName?: LookUpName;
}

export interface KeyOptions {
  readonly allowed?: readonly string[];
  readonly dailyUsd?: number;
  readonly runUsd?: number;
  readonly callUsd?: number;
  readonly maxCalls?: number;
  readonly expiresInMs?: number;
  readonly rules?: Partial<StoredKeyRules>;
  readonly credentialId?: string;
  readonly vendor?: string;
}

export interface CredentialOptions {
  readonly mode: "live" | "test" | "sandbox";
  readonly secret: Readonly<Record<string, string>>;
  readonly vendor?: string;
  /** What it is sealed to, where no built-in vendor says so. */
  readonly binding?: { readonly origin: string; readonly attachment: string };
}

export interface TestKey {
  readonly token: string;
  readonly id: string;
  readonly run: string;
}

/** One row of the audit log, as a person reads it. */
export interface AuditRow {
  readonly id: string;
  readonly endpoint: string;
  readonly verdict: string;
  readonly state: string;
  readonly status: number | null;
  readonly held: number;
  readonly cost: number | null;
  readonly requested: number | null;
  readonly method: string;
  readonly path: string;
  /** The call that this one was a look-up for. */
  readonly parent: string | null;
  readonly txn: string | null;
  readonly request: Record<string, unknown>;
}

/** A proxy with its own database and its own sandbox vendors, all of them the real parts. */
export class TestProxy {
  readonly database: TestDatabase;
  readonly proxyDatabase: ProxyDatabase;
  readonly sandbox: RunningSandbox;
  readonly plane: DataPlane;
  readonly server: Server;
  readonly port: number;
  /** What was logged, as JSON lines. */
  readonly logged: string[];
  readonly superuser: pg.Pool;
  readonly organizationId = uuidv7();
  credentialId = "";
  readonly #app: AppDatabase;
  readonly sealingKeys: ReturnType<typeof createSealingKeyPair>;

  private constructor(parts: {
    database: TestDatabase;
    proxyDatabase: ProxyDatabase;
    sandbox: RunningSandbox;
    plane: DataPlane;
    server: Server;
    logged: string[];
    sealingKeys: ReturnType<typeof createSealingKeyPair>;
  }) {
    this.database = parts.database;
    this.proxyDatabase = parts.proxyDatabase;
    this.sandbox = parts.sandbox;
    this.plane = parts.plane;
    this.server = parts.server;
    this.port = (parts.server.address() as AddressInfo).port;
    this.logged = parts.logged;
    this.sealingKeys = parts.sealingKeys;
    this.superuser = new pg.Pool({ connectionString: parts.database.superuserUrl, max: 3 });
    // Idle connections end when the database is dropped.
    this.superuser.on("error", () => undefined);
    this.#app = createAppDatabase({ connectionString: parts.database.appUrl, onError: () => undefined });
  }

  static async start(options: TestProxyOptions = {}): Promise<TestProxy> {
    const [database, sandbox] = await Promise.all([createTestDatabase(), startSandbox({ port: 0 })]);
    const sealingKeys = createSealingKeyPair();
    const logged: string[] = [];
    const log = createLog("debug", { write: (line: string) => void logged.push(line) });
    const proxyDatabase = await createProxyDatabase({
      connectionString: database.proxyUrl,
      timeoutMs: 900,
      mixOrganizations: true,
      onError: (error) => log.error({ err: error }, "database"),
    });
    const stripe = known("stripe");
    const port = await freePort();
    const patient = { ...stripe, timeoutMs: options.vendorTimeoutMs ?? stripe.timeoutMs };
    const { ledger } = proxyDatabase;
    const plane = createDataPlane({
      database: { ...proxyDatabase, ledger: options.ledger?.(ledger) ?? ledger },
      opener: createOpener([sealingKeys]),
      routing: {
        originOverrides: options.originOverrides ?? new Map(),
        sandboxPort: Number(new URL(sandbox.url).port),
      },
      findVendor: options.findVendor ?? ((name) => (name === "stripe" ? patient : findVendor(name))),
      fallbackVendor: patient,
      proxyUrl: `http://127.0.0.1:${port}`,
      ...(options.lookUpName === undefined ? {} : { lookUpName: options.lookUpName }),
      log,
    });
    const server = createProxyServer(plane, null);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const proxy = new TestProxy({ database, proxyDatabase, sandbox, plane, server, logged, sealingKeys });
    await proxy.superuser.query("INSERT INTO organization (id, name, zone) VALUES ($1, 'Acme', 'UTC')", [
      proxy.organizationId,
    ]);
    proxy.credentialId = await proxy.sandboxCredential("stripe");
    return proxy;
  }

  /** A credential that only the sandbox takes, of any built-in vendor. */
  sandboxCredential(vendor: string): Promise<string> {
    return this.credential({ vendor, mode: "sandbox", secret: known(vendor).sandboxSecret("abcdefghijkl") });
  }

  async credential({ vendor = "stripe", mode, secret, binding: bound }: CredentialOptions): Promise<string> {
    const id = uuidv7();
    const { organizationId } = this;
    const origin = bound?.origin ?? (mode === "sandbox" ? "sandbox" : known(vendor).origin);
    const binding = { vendor, origin, attachment: bound?.attachment ?? "bearer", version: 1 };
    const sealed = await seal({
      publicKey: this.sealingKeys.publicKey,
      context: { organizationId, credentialId: id, ...binding },
      plaintext: Buffer.from(JSON.stringify(secret)),
    });
    await this.#app.withOrganization(organizationId, (transaction) =>
      storeCredential(transaction, {
        ...binding,
        organizationId,
        id,
        label: "test",
        mode,
        restricted: false,
        last4: "test",
        sealingKeyId: this.sealingKeys.publicKey.id,
        sealed,
        createdBy: "test",
      }),
    );
    return id;
  }

  async issue(options: KeyOptions = {}): Promise<TestKey> {
    const minted = mintToken("vault_key");
    const id = uuidv7();
    const run = `billing/run_${id.slice(-12)}`;
    const result = await this.#app.withOrganization(this.organizationId, (transaction) =>
      issueVaultKey(transaction, {
        organizationId: this.organizationId,
        id,
        tokenHash: minted.hash,
        last4: minted.last4,
        vendor: options.vendor ?? "stripe",
        credentialId: options.credentialId ?? this.credentialId,
        agentName: "billing",
        agentRunId: run,
        rules: {
          allowedEndpoints: [...(options.allowed ?? ["POST /v1/payment_intents", "GET /v1/customers/*"])],
          assumedCallMicros: null,
          currencies: null,
          stripeAccounts: [],
          rates: { usd: "1000000", eur: "1100000" },
          marginBps: 500,
          ...options.rules,
        },
        policy: null,
        createdBy: "test",
        expiresInMs: options.expiresInMs ?? 3_600_000,
        callCapMicros: micros(options.callUsd),
        dailyCapMicros: micros(options.dailyUsd ?? 500),
        runCapMicros: micros(options.runUsd),
        maxCalls: options.maxCalls ?? null,
      }),
    );
    if (!result.ok) throw new Error(result.refusal);
    return { token: minted.token, id, run };
  }

  async revoke(key: TestKey): Promise<void> {
    await this.#app.withOrganization(this.organizationId, (transaction) =>
      revokeVaultKey(transaction, this.organizationId, key.id),
    );
  }

  async disableCredential(credentialId: string): Promise<void> {
    await this.#app.withOrganization(this.organizationId, (transaction) =>
      disableCredential(transaction, this.organizationId, credentialId),
    );
  }

  stripe(key: TestKey): Stripe {
    return new Stripe(key.token, { host: "127.0.0.1", port: this.port, protocol: "http" });
  }

  /** A plain request; the body is a form. */
  async request(
    key: TestKey | null,
    target: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; headers: Headers; json: Record<string, unknown>; text: string }> {
    const form = init.body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const response = await fetch(`http://127.0.0.1:${this.port}${target}`, {
      method: init.method ?? (init.body === undefined ? "GET" : "POST"),
      redirect: "manual",
      ...(init.body === undefined ? {} : { body: init.body }),
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key.token}` }),
        ...form,
        ...init.headers,
      },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: jsonOf(text), text };
  }

  /**
   * The audit rows of a run, oldest first, once none of them is held any more; without those of holds that were taken
   * again, since on a busy machine any call may miss its ticket.
   */
  async rows(run: string): Promise<AuditRow[]> {
    const rows = await this.allRows(run);
    return rows.filter((row) => row.state !== "released" || row.status !== 503);
  }

  async allRows(run: string): Promise<AuditRow[]> {
    for (let tries = 0; ; tries += 1) {
      const { rows } = await this.superuser.query<AuditRow>(
        `SELECT id, endpoint, policy_verdict AS verdict, state, status_code AS status, held_usd::float8 AS held,
           cost_usd::float8 AS cost, requested_usd::float8 AS requested, method, path, parent_call_id AS parent, vendor_txn_id AS txn, request
         FROM audit_log WHERE agent_run_id = $1 ORDER BY id`,
        [run],
      );
      if (tries > 100 || !rows.some((row) => row.state === "held")) return rows;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    await drain(this.server, this.plane, 2_000);
    await this.proxyDatabase.close();
    await Promise.all([this.#app.close(), this.superuser.end(), this.sandbox.close()]);
    await this.database.drop();
  }
}

function known(name: string): Vendor {
  const vendor = findVendor(name);
  if (vendor === undefined) throw new Error(`there is no vendor ${name}`);
  return vendor;
}

/** Taken before the proxy is made, which tells agents its address in some answers. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function micros(usd: number | undefined): bigint | null {
  return usd === undefined ? null : BigInt(Math.round(usd * 1_000_000));
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
