import type pg from "pg";

/** A key's counters and what its calls' rows come to, in micro-dollars. */
export interface Books {
  readonly vaultKeyId: string;
  readonly spent: bigint;
  readonly held: bigint;
  readonly overage: bigint;
  /** The lower of its caps. */
  readonly cap: bigint;
  /** Sentences on every counter that is not what its rows come to; empty when the books balance. */
  readonly faults: readonly string[];
}

const QUERY = `
  SELECT k.vault_key_id AS id, k.overage_micros AS overage, least(k.daily_cap_micros, k.run_cap_micros) AS cap,
    k.run_spent_micros AS spent, k.run_held_micros AS held, k.day_spent_micros AS day_spent, k.day_held_micros AS day_held,
    coalesce(r.spent, 0) AS row_spent, coalesce(r.held, 0) AS row_held,
    coalesce(r.day_spent, 0) AS row_day_spent, coalesce(r.day_held, 0) AS row_day_held,
    coalesce((SELECT sum(s.cost_micros) FROM spend_rollup s WHERE s.vault_key_id = k.vault_key_id), 0) AS rolled_up
  FROM key_ledger k, LATERAL (
    SELECT sum(m.spent) AS spent, sum(m.held) AS held,
      sum(m.spent) FILTER (WHERE c.window_day = k.window_day) AS day_spent,
      sum(m.held) FILTER (WHERE c.window_day = k.window_day) AS day_held
    FROM call c, LATERAL (
      SELECT CASE WHEN c.state IN ('held', 'accrued', 'unknown') THEN c.held_micros ELSE 0 END AS held,
        CASE WHEN c.state = 'settled' THEN c.cost_micros ELSE 0 END + coalesce((
          SELECT sum(a.delta_micros) FROM call_adjustment a
          WHERE a.organization_id = c.organization_id AND a.call_id = c.id), 0) AS spent
    ) AS m
    WHERE c.organization_id = k.organization_id AND c.vault_key_id = k.vault_key_id
  ) AS r
  WHERE k.organization_id = $1`;

/** Reads every key of an organization, and adds up its calls anew. */
export async function readBooks(sql: pg.Pool, organizationId: string): Promise<readonly Books[]> {
  const { rows } = await sql.query<Record<string, string>>(QUERY, [organizationId]);
  return rows.map((row) => {
    const micros = (column: string) => BigInt(row[column] ?? "0");
    const faults = [
      ["spent", "row_spent"],
      ["held", "row_held"],
      ["day_spent", "row_day_spent"],
      ["day_held", "row_day_held"],
      ["rolled_up", "row_spent"],
    ] as const;
    return {
      vaultKeyId: row.id ?? "",
      spent: micros("spent"),
      held: micros("held"),
      overage: micros("overage"),
      cap: micros("cap"),
      faults: faults
        .filter(([counter, sum]) => micros(counter) !== micros(sum))
        .map(([counter, sum]) => `${row.id}: ${counter} is ${row[counter]}, its rows come to ${row[sum]}`),
    };
  });
}
