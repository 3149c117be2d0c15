import pg from "pg";
import { Prisma } from "../generated/client.ts";
import type { AppDatabase, OrganizationTransaction } from "./app-database.ts";
import { csvText, csvTime, streamCsv } from "./csv.ts";

/** Which entries of the activity log are wanted; the same for the pages and for the export. */
export interface ActivityFilters {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}

export interface ActivityRecord {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

/** Newest first; `before` is the last id of the page before. */
export async function listActivity(
  transaction: OrganizationTransaction,
  page: {
    readonly organizationId: string;
    readonly filters: ActivityFilters;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<ActivityRecord[]> {
  const { actor, action, from, to } = page.filters;
  const conditions = [
    Prisma.sql`organization_id = ${page.organizationId}::uuid`,
    ...(page.before === null ? [] : [Prisma.sql`id < ${page.before}::uuid`]),
    ...(actor === undefined ? [] : [Prisma.sql`actor = ${actor}`]),
    ...(action === undefined ? [] : [Prisma.sql`action = ${action}`]),
    ...(from === undefined ? [] : [Prisma.sql`at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`at < ${to}`]),
  ];
  return transaction.$queryRaw<ActivityRecord[]>`
    SELECT id, at, actor, action, subject, detail FROM activity
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY id DESC LIMIT ${page.limit}`;
}

/** The activity log as CSV, newest first. */
export function exportActivity(
  database: AppDatabase,
  organizationId: string,
  filters: ActivityFilters,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { actor, action, from, to } = filters;
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`activity.${column} = ${pg.escapeLiteral(value)}`];
  const since = (operator: string, time: Date | undefined) =>
    time === undefined
      ? []
      : [`activity.at ${operator} ${pg.escapeLiteral(time.toISOString())}::timestamptz`];
  const conditions = [
    `organization_id = ${pg.escapeLiteral(organizationId)}::uuid`,
    ...equal("actor", actor),
    ...equal("action", action),
    ...since(">=", from),
    ...since("<", to),
  ];
  const columns = ["id", csvTime("at"), csvText("actor"), csvText("action"), csvText("subject"), "detail"];
  return streamCsv(
    database,
    organizationId,
    `SELECT ${columns.join(", ")} FROM activity WHERE ${conditions.join(" AND ")} ORDER BY id DESC`,
  );
}
