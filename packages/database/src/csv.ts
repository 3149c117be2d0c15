import { setTimeout as sleep } from "node:timers/promises";
import { to as copyTo } from "pg-copy-streams";
import type { AppDatabase } from "./app-database.ts";
import { CrlfRows } from "./crlf-rows.ts";

/** A reader that takes nothing for this long is gone; its snapshot would keep Postgres from cleaning up. */
const STALLED_MS = 60_000;

/**
 * Postgres sends some 8 KB at a time, and each piece costs as much on its way to the reader as one of 256 KB: what comes
 * within so many milliseconds goes together.
 */
const GATHER_MS = 2;
const PIECE_BYTES = 256 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A query of one organization as CSV (RFC 4180) with a header line: streamed by COPY at the reader's pace, so that its
 * length costs no memory. Cancelling the stream ends the query.
 * @throws when the query cannot start; a fault later breaks the stream off, so that a cut export is never taken for a
 * whole one.
 */
export function streamCsv(
  database: AppDatabase,
  organizationId: string,
  query: string,
): Promise<ReadableStream<Bytes>> {
  const { readable, writable } = new TransformStream<Bytes, Bytes>();
  const writer = writable.getWriter();
  const rows = new CrlfRows();
  const copy = `COPY (${query}) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')`;
  return new Promise((resolve, reject) => {
    database
      .withOrganizationConnection(organizationId, async (client) => {
        for await (const chunk of client.query(copyTo(copy, { highWaterMark: PIECE_BYTES }))) {
          // The header line comes first, so from here on there is something to read.
          resolve(readable);
          await deliver(writer, rows.convert(chunk));
          await sleep(GATHER_MS);
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

/**
 * Spreadsheets run a cell that begins like a formula, and agents choose labels, paths and user agents. An apostrophe
 * before it keeps it text (OWASP ASVS 5, 1.2.10); full-width forms are read as formulas in East Asian versions.
 */
const FORMULA_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"]
  .map((start) => start.charCodeAt(0))
  .join(", ");

/** A column of text that others wrote. */
export function csvText(column: string): string {
  // `ascii` is a character's number in Unicode. Comparing texts, or a regular expression, costs Postgres more over the
  // columns of a million rows.
  return `CASE WHEN ascii(${column}) IN (${FORMULA_STARTS}) THEN '''' || ${column} ELSE ${column} END AS ${column}`;
}

export function csvTime(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`;
}
