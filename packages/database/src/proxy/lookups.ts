import { type KeyRules, keyRulesSchema } from "@keybrake/policy";
import type pg from "pg";
import { z } from "zod";
import type { KeyStanding, SealedCredential, VaultKeyRecord } from "./proxy-database.ts";

const vaultKeyRow = z.object({
  organization_id: z.string(),
  vault_key_id: z.string(),
  vendor: z.string(),
  credential_id: z.string(),
  agent_name: z.string(),
  agent_run_id: z.string(),
  key_label: z.string(),
  rules: keyRulesSchema,
});

export async function findVaultKey(pool: pg.Pool, tokenHash: Buffer): Promise<VaultKeyRecord | null> {
  const { rows } = await pool.query({
    name: "find_vault_key_v1",
    text: "SELECT * FROM find_vault_key_v1($1)",
    values: [tokenHash],
  });
  if (rows[0] === undefined) return null;
  const row = vaultKeyRow.parse(rows[0]);
  return {
    organizationId: row.organization_id,
    vaultKeyId: row.vault_key_id,
    vendor: row.vendor,
    credentialId: row.credential_id,
    agentName: row.agent_name,
    agentRunId: row.agent_run_id,
    keyLabel: row.key_label,
    rules: { ...row.rules, rates: shared(row.rules.rates) },
  };
}

const RATES_MAX = 1_000;
const knownRates = new Map<string, KeyRules["rates"]>();

/**
 * One object for all keys that pin the same rates: there are 150 in each key, and a proxy that keeps thousands of keys
 * would mostly keep rates.
 */
function shared(rates: KeyRules["rates"]): KeyRules["rates"] {
  const text = Object.entries(rates).join(" ");
  const known = knownRates.get(text);
  if (known !== undefined) return known;
  if (knownRates.size >= RATES_MAX) knownRates.clear();
  knownRates.set(text, rates);
  return rates;
}

const credentialRow = z.object({
  organization_id: z.string(),
  credential_id: z.string(),
  version: z.int(),
  vendor: z.string(),
  origin: z.string(),
  attachment: z.string(),
  mode: z.enum(["live", "test", "sandbox"]),
  sealing_key_id: z.string(),
  sealed: z.instanceof(Buffer),
  disabled: z.boolean(),
  prices: z.record(
    z.string(),
    z.string().transform((text) => BigInt(text)),
  ),
});

export async function findCredential(
  pool: pg.Pool,
  organizationId: string,
  credentialId: string,
): Promise<SealedCredential | null> {
  const { rows } = await pool.query({
    name: "find_credential_v2",
    text: "SELECT * FROM find_credential_v2($1, $2)",
    values: [organizationId, credentialId],
  });
  if (rows[0] === undefined) return null;
  const row = credentialRow.parse(rows[0]);
  return {
    organizationId: row.organization_id,
    credentialId: row.credential_id,
    version: row.version,
    vendor: row.vendor,
    origin: row.origin,
    attachment: row.attachment,
    mode: row.mode,
    sealingKeyId: row.sealing_key_id,
    sealed: row.sealed,
    disabled: row.disabled,
    prices: new Map(Object.entries(row.prices)),
  };
}

/** bigint columns come as text, since a JavaScript number would lose digits. */
const bigintText = z.string().transform((text) => BigInt(text));

const standingRow = z.object({
  state: z.enum(["active", "expired", "revoked"]),
  expires_at: z.date(),
  call_cap_micros: bigintText.nullable(),
  daily_cap_micros: bigintText.nullable(),
  run_cap_micros: bigintText.nullable(),
  max_calls: z.coerce.number().nullable(),
  day_left_micros: bigintText.nullable(),
  run_left_micros: bigintText.nullable(),
  calls_left: z.coerce.number().nullable(),
  resets_at: z.date(),
});

export async function keyStanding(
  pool: pg.Pool,
  organizationId: string,
  vaultKeyId: string,
): Promise<KeyStanding | null> {
  const { rows } = await pool.query({
    name: "key_standing_v1",
    text: "SELECT * FROM key_standing_v1($1, $2)",
    values: [organizationId, vaultKeyId],
  });
  if (rows[0] === undefined) return null;
  const row = standingRow.parse(rows[0]);
  return {
    state: row.state,
    expiresAt: row.expires_at,
    callCapMicros: row.call_cap_micros,
    dailyCapMicros: row.daily_cap_micros,
    runCapMicros: row.run_cap_micros,
    maxCalls: row.max_calls,
    dayLeftMicros: row.day_left_micros,
    runLeftMicros: row.run_left_micros,
    callsLeft: row.calls_left,
    resetsAt: row.resets_at,
  };
}
