import pg from "pg";

/** How one field of a batch's items goes into its parameter: one array a field, so that a batch is one statement. */
export interface BatchColumn<T> {
  readonly type: "uuid" | "text" | "bigint" | "integer" | "boolean" | "bytea";
  readonly read: (item: T) => string | number | bigint | boolean | Buffer | null;
}

/** The text of `SELECT … FROM function($1, …, $n::type[])`, made once. */
export function batchStatement<T>(
  functionName: string,
  leading: readonly string[],
  columns: readonly BatchColumn<T>[],
): string {
  const parameters = [...leading, ...columns.map((column) => `${column.type}[]`)];
  const list = parameters.map((type, index) => `$${index + 1}::${type}`).join(", ");
  return `SELECT * FROM ${functionName}(${list})`;
}

/**
 * One array literal per column, in the columns' order. Written here because `pg` quotes and escapes every element,
 * which for ids and numbers is a good part of what a call costs the proxy.
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function batchParameters<T>(columns: readonly BatchColumn<T>[], items: readonly T[]): string[] {
  return columns.map(({ type, read }) => {
    let literal = "{";
    for (let index = 0; index < items.length; index += 1) {
      if (index > 0) literal += ",";
      const value = read(items[index] as T);
      literal += value === null ? "NULL" : type === "text" ? quoted(String(value)) : plain(value);
    }
    return `${literal}}`;
  });
}

const NEEDS_ESCAPE = /["\\]/;

function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

function plain(value: string | number | bigint | boolean | Buffer): string {
  return Buffer.isBuffer(value) ? `"\\\\x${value.toString("hex")}"` : String(value);
}

/**
 * Whether the connection failed rather than what was sent: trying the batch again on the spot, whole or in parts,
 * would not help. SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown); anything that is no answer of
 * Postgres's at all (a reset socket, a time-out) as well.
 */
export function isConnectionFault(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|53|57P)/.test(error.code ?? "");
}

/**
 * Whether the statement may have been committed all the same. An error that Postgres answered was rolled back, but
 * for a shutdown's: a client cannot tell one that came instead of the commit from one that overtook its answer.
 */
export function mayHaveCommitted(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? "");
}

/**
 * Whether a lock was waited for in vain. `statement_timeout` bounds the locks of a statement together, where
 * `lock_timeout` bounds each of them, and counts anew in a row's queue and at its head.
 */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === "55P03" || error.code === "57014");
}

/** What runs a hot statement: one connection that is kept, or a pool of them. */
export interface HotQueries {
  query<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
}
