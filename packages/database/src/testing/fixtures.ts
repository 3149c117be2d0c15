import { randomBytes } from "node:crypto";
import type { CallToHold } from "@keybrake/ledger";
import pg from "pg";
import { uuidv7 } from "uuidv7";

/** Caps in micro-dollars; what is left out is absent. */
export interface FixtureCaps {
  readonly call?: bigint;
  readonly daily?: bigint;
  readonly run?: bigint;
  readonly maxCalls?: number;
}

export interface FixtureKey {
  readonly organizationId: string;
  readonly vaultKeyId: string;
  readonly credentialId: string;
  readonly agentRunId: string;
}

/** What tests of the ledger stand on: an organization with a credential, and keys on it, without the control plane. */
export class LedgerFixture {
  readonly pool: pg.Pool;
  readonly organizationId = uuidv7();
  readonly credentialId = uuidv7();
  readonly #zone: string;

  private constructor(superuserUrl: string, zone: string) {
    this.pool = new pg.Pool({ connectionString: superuserUrl, max: 4 });
    // The last test of a file drops its database while idle connections are still closing.
    this.pool.on("error", () => undefined);
    this.#zone = zone;
  }

  static async create(superuserUrl: string, zone = "UTC"): Promise<LedgerFixture> {
    const fixture = new LedgerFixture(superuserUrl, zone);
    await fixture.pool.query("INSERT INTO organization (id, name, zone) VALUES ($1, 'Acme', $2)", [
      fixture.organizationId,
      zone,
    ]);
    await fixture.pool.query(
      `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id,
         sealed, created_by)
       VALUES ($1, $2, 'stripe', 'sandbox', 'sandbox', '0000', 'sandbox', 'bearer', 'none', '', 'fixture')`,
      [fixture.organizationId, fixture.credentialId],
    );
    return fixture;
  }

  /** Inserts a key as of `now`, which a property test may put anywhere in time. */
  async key(
    caps: FixtureCaps,
    options: { now?: Date; livesMs?: number; run?: string } = {},
  ): Promise<FixtureKey> {
    const now = options.now ?? new Date();
    const id = uuidv7();
    const agentRunId = options.run ?? `billing/run_${randomBytes(4).toString("hex")}`;
    const expiresAt = new Date(now.getTime() + (options.livesMs ?? 3_600_000));
    await this.pool.query(
      `INSERT INTO vault_key (organization_id, id, vendor, credential_id, agent_name, agent_run_id, key_label, last4,
         rules, created_at, created_by, expires_at)
       VALUES ($1, $2, 'stripe', $3, 'billing', $4, 'vk_…test', 'test', '{}', $5, 'fixture', $6)`,
      [this.organizationId, id, this.credentialId, agentRunId, now, expiresAt],
    );
    await this.pool.query(
      `INSERT INTO key_ledger (organization_id, vault_key_id, expires_at, zone, call_cap_micros, daily_cap_micros,
         run_cap_micros, max_calls, window_day)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ($9::timestamptz AT TIME ZONE $4)::date)`,
      [
        this.organizationId,
        id,
        expiresAt,
        this.#zone,
        caps.call ?? null,
        caps.daily ?? null,
        caps.run ?? null,
        caps.maxCalls ?? null,
        now,
      ],
    );
    return {
      organizationId: this.organizationId,
      vaultKeyId: id,
      credentialId: this.credentialId,
      agentRunId,
    };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** A payment of `priceMicros` under `key`; what a test is about goes into `over`. */
export function callUnder(key: FixtureKey, priceMicros: bigint, over: Partial<CallToHold> = {}): CallToHold {
  return {
    id: uuidv7(),
    organizationId: key.organizationId,
    vaultKeyId: key.vaultKeyId,
    refused: null,
    priceMicros,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: "stripe",
    credentialId: key.credentialId,
    agentName: "billing",
    agentRunId: key.agentRunId,
    keyLabel: "vk_…test",
    endpoint: "POST /v1/payment_intents",
    method: "POST",
    path: "/v1/payment_intents",
    request: "{}",
    clientIp: "127.0.0.1",
    userAgent: "test",
    requestedMicros: priceMicros,
    refusedStatus: null,
    ...over,
  };
}
