import { verdicts } from "@keybrake/policy";
import { Prisma } from "../generated/client.ts";
import type { OrganizationTransaction } from "./app-database.ts";
import { allOf, conditionSql } from "./call-conditions.ts";
import { type CallCondition, type CallFilters, callConditions } from "./call-filters.ts";

export interface CallPage {
  readonly organizationId: string;
  readonly filters: CallFilters;
  /** The last id of the page before. */
  readonly before: string | null;
  readonly limit: number;
}

export interface FoundCalls {
  /** Newest first. */
  readonly ids: readonly string[];
  /** Where to look on, when looking ended before the page was full and before there was nothing left to look at. */
  readonly resumeAfter: string | null;
}

/** How many rows are looked at one by one. */
export interface Reach {
  /** At first: the newest rows hold a page of most things, and cost next to nothing where they do not. */
  readonly glanceRows: number;
  /** For what no index knows, so that a rare find costs many short pages and not one endless. */
  readonly scanRows: number;
}

const REACH: Reach = { glanceRows: 2_000, scanRows: 25_000 };

/**
 * Finds a page of calls by the way that fits its filters. No index holds agents or vendors: each would cost every hold a
 * microsecond or two. Their runs are known, and the calls of a run are indexed.
 */
export async function findCalls(
  transaction: OrganizationTransaction,
  page: CallPage,
  reach: Reach = REACH,
): Promise<FoundCalls> {
  const search = await prepare(transaction, page);
  if (search === null) return { ids: [], resumeAfter: null };
  if (page.filters.state === "denied" && search.isOpenEnded)
    return all(await findDenied(transaction, page, search));
  if (!search.isOpenEnded || search.isDirect) return all(await findDirectly(transaction, page, search));

  const glance = await glanceAt(transaction, { ...page, ...reach }, search);
  if (glance.length >= page.limit) return all(glance);
  if (search.isByAgent) return all(await findByRuns(transaction, page, search));
  return scan(transaction, { ...page, ...reach }, search);
}

interface Search {
  /** Over ids, so that an index can jump to them. */
  readonly bounds: readonly Prisma.Sql[];
  /** Over the rest. */
  readonly conditions: readonly Prisma.Sql[];
  /** Whether nothing but time limits how much has to be looked at. */
  readonly isOpenEnded: boolean;
  /** Nearly every row fits. */
  readonly isDirect: boolean;
  readonly isByAgent: boolean;
}

/** Null when the filters name a key that the organization does not have: there is nothing to find. */
async function prepare(transaction: OrganizationTransaction, page: CallPage): Promise<Search | null> {
  const { organizationId, before, filters } = page;
  const { agentRunId, vaultKeyId, agentName, vendor, verdict, state, endpoint, minUsd, maxUsd, text } =
    filters;
  const extra: CallCondition[] = [];
  if (vaultKeyId !== undefined && agentRunId === undefined) {
    // Of a key only its run is indexed.
    const [key] = await transaction.$queryRaw<Array<{ run: string }>>`
      SELECT agent_run_id AS run FROM vault_key
      WHERE organization_id = ${organizationId}::uuid AND id = ${vaultKeyId}::uuid`;
    if (key === undefined) return null;
    extra.push({ left: "agent_run_id", operator: "=", value: key.run, type: "text" });
  }
  const conditions = [...callConditions(filters), ...extra];
  const isOfId = ({ left }: CallCondition) => left === "id";
  const isIndexed =
    agentRunId !== undefined ||
    vaultKeyId !== undefined ||
    (verdict !== undefined && verdict !== "allowed") ||
    state === "held" ||
    state === "accrued" ||
    state === "unknown" ||
    conditions.some(({ left, operator }) => left === "id" && operator === "=");
  const isUnknownToIndexes = [endpoint, minUsd, maxUsd, text].some((filter) => filter !== undefined);
  const isByAgent = (agentName !== undefined || vendor !== undefined) && !isUnknownToIndexes;
  return {
    bounds: [
      Prisma.sql`organization_id = ${organizationId}::uuid`,
      ...(before === null ? [] : [Prisma.sql`id < ${before}::uuid`]),
      ...conditions.filter(isOfId).map(conditionSql),
    ],
    conditions: conditions.filter((condition) => !isOfId(condition)).map(conditionSql),
    isOpenEnded: !isIndexed,
    isDirect: !isByAgent && !isUnknownToIndexes && verdict === undefined && state === undefined,
    isByAgent,
  };
}

function all(ids: readonly string[]): FoundCalls {
  return { ids, resumeAfter: null };
}

type Ids = Array<{ id: string }>;
const idsOf = (rows: Ids) => rows.map(({ id }) => id);

async function findDirectly(
  transaction: OrganizationTransaction,
  { limit }: CallPage,
  { bounds, conditions }: Search,
): Promise<string[]> {
  const rows = await transaction.$queryRaw<Ids>`
    SELECT id FROM audit_log WHERE ${allOf([...bounds, ...conditions])} ORDER BY id DESC LIMIT ${limit}`;
  return idsOf(rows);
}

/** Of every verdict that denies a page, of those the newest: the index over denied calls is by verdict. */
async function findDenied(
  transaction: OrganizationTransaction,
  { limit }: CallPage,
  { bounds, conditions }: Search,
): Promise<string[]> {
  const denials = verdicts.filter((verdict) => verdict !== "allowed");
  const rows = await transaction.$queryRaw<Ids>`
    SELECT f.id FROM unnest(${denials}::text[]) AS denial (verdict) CROSS JOIN LATERAL (
      SELECT id FROM audit_log WHERE policy_verdict = denial.verdict AND ${allOf([...bounds, ...conditions])}
      ORDER BY id DESC LIMIT ${limit}
    ) AS f
    ORDER BY f.id DESC LIMIT ${limit}`;
  return idsOf(rows);
}

async function glanceAt(
  transaction: OrganizationTransaction,
  { limit, glanceRows }: CallPage & Reach,
  { bounds, conditions }: Search,
): Promise<string[]> {
  const rows = await transaction.$queryRaw<Ids>`
    SELECT id FROM (SELECT * FROM audit_log WHERE ${allOf(bounds)} ORDER BY id DESC LIMIT ${glanceRows}) AS newest
    WHERE ${allOf(conditions)} ORDER BY id DESC LIMIT ${limit}`;
  return idsOf(rows);
}

/**
 * The newest calls of an agent or vendor lie in the runs whose newest call is newest: of each run one call is looked up,
 * and only of as many runs as a page has rows their page.
 */
async function findByRuns(
  transaction: OrganizationTransaction,
  { organizationId, filters, limit }: CallPage,
  { bounds, conditions }: Search,
): Promise<string[]> {
  const { agentName, vendor } = filters;
  const where = allOf([...bounds, ...conditions]);
  const rows = await transaction.$queryRaw<Ids>`
    WITH runs AS MATERIALIZED (
      SELECT DISTINCT k.agent_run_id AS run FROM vault_key k
      WHERE k.organization_id = ${organizationId}::uuid
        AND ${agentName === undefined ? Prisma.sql`true` : Prisma.sql`k.agent_name = ${agentName}`}
        AND ${vendor === undefined ? Prisma.sql`true` : Prisma.sql`k.vendor = ${vendor}`}
    ), newest AS MATERIALIZED (
      SELECT runs.run FROM runs CROSS JOIN LATERAL (
        SELECT id FROM audit_log WHERE agent_run_id = runs.run AND ${where} ORDER BY id DESC LIMIT 1
      ) AS f
      ORDER BY f.id DESC LIMIT ${limit}
    )
    SELECT f.id FROM newest CROSS JOIN LATERAL (
      SELECT id FROM audit_log WHERE agent_run_id = newest.run AND ${where} ORDER BY id DESC LIMIT ${limit}
    ) AS f
    ORDER BY f.id DESC LIMIT ${limit}`;
  return idsOf(rows);
}

async function scan(
  transaction: OrganizationTransaction,
  page: CallPage & Reach,
  search: Search,
): Promise<FoundCalls> {
  const [edge] = await transaction.$queryRaw<Ids>`
    SELECT id FROM call WHERE ${allOf(search.bounds)} ORDER BY id DESC OFFSET ${page.scanRows - 1} LIMIT 1`;
  if (edge === undefined) return all(await findDirectly(transaction, page, search));
  const bounds = [...search.bounds, Prisma.sql`id >= ${edge.id}::uuid`];
  const ids = await findDirectly(transaction, page, { ...search, bounds });
  return { ids, resumeAfter: ids.length < page.limit ? edge.id : null };
}
