import { randomBytes } from "node:crypto";
import type pg from "pg";

/** A vault key as of a moment in the past. Nobody holds its secret: its hash is of nothing that anybody knows. */
export interface SeedKey {
  readonly organizationId: string;
  readonly id: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly allowedEndpoints: readonly string[];
  readonly dailyCapMicros: bigint;
  readonly zone: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly createdBy: string;
}

/** Inserts a key and its ledger row, which issuing would only do at the present moment. */
export async function insertKeyAt(client: pg.ClientBase, key: SeedKey): Promise<void> {
  const last4 = randomBytes(8).toString("base64url").replace(/[-_]/g, "x").slice(0, 4);
  const rules = {
    allowedEndpoints: key.allowedEndpoints,
    assumedCallMicros: null,
    currencies: null,
    stripeAccounts: [],
    rates: { usd: "1000000" },
    marginBps: 500,
  };
  await client.query(
    `INSERT INTO vault_key (organization_id, id, vendor, credential_id, agent_name, agent_run_id, key_label, last4,
       rules, created_at, created_by, expires_at)
     VALUES ($1, $2, 'stripe', $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      key.organizationId,
      key.id,
      key.credentialId,
      key.agentName,
      key.agentRunId,
      `vk_…${last4}`,
      last4,
      JSON.stringify(rules),
      key.createdAt,
      key.createdBy,
      key.expiresAt,
    ],
  );
  await client.query(
    `INSERT INTO key_ledger (organization_id, vault_key_id, expires_at, zone, daily_cap_micros, window_day)
     VALUES ($1, $2, $3, $4, $5, ($6::timestamptz AT TIME ZONE $4)::date)`,
    [key.organizationId, key.id, key.expiresAt, key.zone, key.dailyCapMicros, key.createdAt],
  );
}
