import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { AppDatabase } from "./app-database.ts";
import { type CallCondition, type CallFilters, callConditions } from "./call-filters.ts";

/** A reader that takes nothing for this long is gone; its snapshot would keep Postgres from cleaning up. */
const STALLED_MS = 60_000;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The audit log as CSV (RFC 4180) with a header line, newest first, in the view's columns: streamed by COPY at the
 * reader's pace, so that its length costs no memory. Cancelling the stream ends the query.
 * @throws when the query cannot start; a fault later breaks the stream off, so that a cut export is never taken for a
 * whole one.
 */
export function exportCalls(
  database: AppDatabase,
  organizationId: string,
  filters: CallFilters,
): Promise<ReadableStream<Bytes>> {
  const { readable, writable } = new TransformStream<Bytes, Bytes>();
  const writer = writable.getWriter();
  return new Promise((resolve, reject) => {
    database
      .withOrganizationConnection(organizationId, async (client) => {
        for await (const chunk of client.query(copyTo(exportSql(organizationId, filters)))) {
          // The header line comes first, so from here on there is something to read.
          resolve(readable);
          await deliver(writer, new Uint8Array(chunk));
        }
      })
      .then(() => writer.close())
      .catch((fault) => {
        reject(fault);
        return writer.abort(fault);
      })
      // A reader that has gone needs to hear nothing.
      .catch(() => undefined);
  });
}

async function deliver(writer: WritableStreamDefaultWriter<Bytes>, chunk: Bytes): Promise<void> {
  const stalled = setTimeout(() => {
    writer.abort(new Error(`the export was not read for ${STALLED_MS} ms`)).catch(() => undefined);
  }, STALLED_MS);
  try {
    await writer.write(chunk);
  } finally {
    clearTimeout(stalled);
  }
}

/** COPY takes no parameters, so values are quoted; what they are compared with is this package's own. */
function exportSql(organizationId: string, filters: CallFilters): string {
  const conditions = [
    `organization_id = ${pg.escapeLiteral(organizationId)}::uuid`,
    ...callConditions(filters).map(conditionSql),
  ];
  return `COPY (
    SELECT ${COLUMNS.join(", ")} FROM audit_log WHERE ${conditions.join(" AND ")} ORDER BY id DESC
  ) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')`;
}

function conditionSql({ left, operator, value, type }: CallCondition): string {
  return `audit_log.${left} ${operator} ${pg.escapeLiteral(value)}::${type}`;
}

/**
 * Spreadsheets run a cell that begins like a formula, and agents choose labels, paths and user agents. An apostrophe
 * before it keeps it text (OWASP ASVS 5, 1.2.10); full-width forms are read as formulas in East Asian versions.
 */
const FORMULA_START = pg.escapeLiteral("^[=+@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20-]");

function text(column: string): string {
  return `CASE WHEN ${column} ~ ${FORMULA_START} THEN '''' || ${column} ELSE ${column} END AS ${column}`;
}

/** In the view's order; numbers, ids and times cannot begin a formula. */
const COLUMNS = [
  "id",
  "organization_id",
  text("agent_run_id"),
  text("agent_name"),
  text("vendor"),
  text("endpoint"),
  "cost_usd",
  "cost_usd_parsed",
  "requested_usd",
  "held_usd",
  text("vendor_txn_id"),
  `to_char(called_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS called_at`,
  "policy_verdict",
  "state",
  "status_code",
  text("method"),
  text("path"),
  "request",
  "vault_key_id",
  text("key_label"),
  "parent_call_id",
  "latency_ms",
  text("client_ip"),
  text("user_agent"),
];
