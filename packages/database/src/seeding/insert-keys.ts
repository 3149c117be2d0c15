import type pg from "pg";
import type { HistoryKey } from "./history-run.ts";

/** What a key can have of rules besides its allowlist, as issuing writes it. */
const RULES = {
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: "1000000" },
  marginBps: 500,
};

type Queries = Pick<pg.ClientBase, "query">;

/** Inserts keys and their rows of the ledger, which issuing would only do at the present moment. */
export async function insertKeys(queries: Queries, keys: readonly HistoryKey[]): Promise<void> {
  const column = <T>(read: (key: HistoryKey) => T) => keys.map(read);
  const organizations = column((key) => key.organizationId);
  const ids = column((key) => key.id);
  await queries.query(
    `INSERT INTO vault_key (organization_id, id, vendor, credential_id, agent_name, agent_run_id, key_label, last4, rules,
       created_at, created_by, expires_at)
     SELECT t.organization, t.id, t.vendor, t.credential, t.agent, t.run, 'vk_…' || t.last4, t.last4, t.rules, t.issued,
       t.issuer, t.expiry
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
       $9::timestamptz[], $10::text[], $11::timestamptz[])
       AS t (organization, id, vendor, credential, agent, run, last4, rules, issued, issuer, expiry)`,
    [
      organizations,
      ids,
      column((key) => key.vendor),
      column((key) => key.credentialId),
      column((key) => key.agentName),
      column((key) => key.agentRunId),
      column((key) => key.last4),
      column((key) => JSON.stringify({ allowedEndpoints: key.allowedEndpoints, ...RULES })),
      column((key) => key.createdAt),
      column((key) => key.createdBy),
      column((key) => key.expiresAt),
    ],
  );
  await queries.query(
    `INSERT INTO key_ledger (organization_id, vault_key_id, expires_at, zone, daily_cap_micros, run_cap_micros, window_day)
     SELECT t.organization, t.id, t.expiry, t.zone, t.daily, t.run, (t.issued AT TIME ZONE t.zone)::date
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[])
       AS t (organization, id, expiry, zone, daily, run, issued)`,
    [
      organizations,
      ids,
      column((key) => key.expiresAt),
      column((key) => key.zone),
      column((key) => key.dailyCapMicros),
      column((key) => key.runCapMicros),
      column((key) => key.createdAt),
    ],
  );
}
