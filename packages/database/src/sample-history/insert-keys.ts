import type pg from "pg";
import type { HistoryOptions, SampleRun } from "./plan-runs.ts";

const RULES = JSON.stringify({
  allowedEndpoints: ["POST /v1/payment_intents", "GET /v1/*"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: "1000000" },
  marginBps: 500,
});

export async function insertOrganization(pool: pg.Pool, options: HistoryOptions): Promise<void> {
  await pool.query(
    "INSERT INTO organization (id, name, zone) VALUES ($1, 'Sample', $2) ON CONFLICT (id) DO NOTHING",
    [options.organizationId, options.zone],
  );
}

/** As they were issued: the ledger's functions do the rest. */
export async function insertKeys(
  pool: pg.Pool,
  { organizationId, zone }: HistoryOptions,
  runs: readonly SampleRun[],
): Promise<void> {
  const credentials = new Map(runs.map((run) => [run.credentialId, run.vendor]));
  for (const [id, vendor] of credentials) {
    await pool.query(
      `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id,
         sealed, created_by)
       VALUES ($1, $2, $3, $3 || ' sample', 'sandbox', '0000', 'sandbox', 'bearer', 'none', '', 'sample')`,
      [organizationId, id, vendor],
    );
  }
  const column = <T>(read: (run: SampleRun) => T) => runs.map(read);
  await pool.query(
    `INSERT INTO vault_key (organization_id, id, vendor, credential_id, agent_name, agent_run_id, key_label, last4, rules,
       created_at, created_by, expires_at)
     SELECT $1, t.id, t.vendor, t.credential, t.agent, t.run, t.label, right(t.label, 4), $2, t.start, 'sample', t.expiry
     FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
       $10::timestamptz[]) AS t (id, vendor, credential, agent, run, label, start, expiry)`,
    [
      organizationId,
      RULES,
      column((run) => run.vaultKeyId),
      column((run) => run.vendor),
      column((run) => run.credentialId),
      column((run) => run.agentName),
      column((run) => run.agentRunId),
      column((run) => run.keyLabel),
      column((run) => new Date(run.startMs)),
      column((run) => new Date(run.expiresMs)),
    ],
  );
  await pool.query(
    `INSERT INTO key_ledger (organization_id, vault_key_id, expires_at, zone, daily_cap_micros, run_cap_micros, window_day)
     SELECT $1, t.id, t.expiry, $2, t.daily, coalesce(t.run, CASE WHEN t.daily IS NULL THEN 90000000000 END),
       (t.start AT TIME ZONE $2)::date
     FROM unnest($3::uuid[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::timestamptz[])
       AS t (id, expiry, daily, run, start)`,
    [
      organizationId,
      zone,
      column((run) => run.vaultKeyId),
      column((run) => new Date(run.expiresMs)),
      column((run) => run.dailyCapMicros),
      column((run) => run.runCapMicros),
      column((run) => new Date(run.startMs)),
    ],
  );
}
