import type { OrganizationTransaction } from "./app-database.ts";

export interface FoundNames {
  readonly agents: readonly string[];
  readonly runs: readonly string[];
  readonly keys: readonly { readonly id: string; readonly keyLabel: string; readonly agentRunId: string }[];
}

/** How many of the newest keys are looked through: a search is for what one has in mind, not for an archive. */
const KEYS_SEARCHED = 20_000;

/** Agents, runs and keys whose names hold `text`, in any case, the newest first. */
export async function searchNames(
  transaction: OrganizationTransaction,
  query: { readonly organizationId: string; readonly text: string; readonly limit: number },
): Promise<FoundNames> {
  const { organizationId, text, limit } = query;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await transaction.$queryRaw<
    { id: string; keyLabel: string; agentRunId: string; agentName: string }[]
  >`
    SELECT id, key_label AS "keyLabel", agent_run_id AS "agentRunId", agent_name AS "agentName"
    FROM (
      SELECT id, key_label, agent_run_id, agent_name FROM vault_key
      WHERE organization_id = ${organizationId}::uuid ORDER BY id DESC LIMIT ${KEYS_SEARCHED}
    ) AS newest
    WHERE agent_run_id ILIKE ${pattern} OR key_label ILIKE ${pattern}
    ORDER BY id DESC LIMIT 200`;
  const wanted = text.toLowerCase();
  const holding = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => name.toLowerCase().includes(wanted)).slice(0, limit);
  return {
    agents: holding(rows.map(({ agentName }) => agentName)),
    runs: holding(rows.map(({ agentRunId }) => agentRunId)),
    keys: rows.slice(0, limit).map(({ id, keyLabel, agentRunId }) => ({ id, keyLabel, agentRunId })),
  };
}
