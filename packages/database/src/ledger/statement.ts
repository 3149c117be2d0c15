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

/** One array per column, in the columns' order. */
export function batchParameters<T>(columns: readonly BatchColumn<T>[], items: readonly T[]): unknown[] {
  return columns.map(({ read }) => items.map((item) => read(item)));
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

export type HotPool = Pick<pg.Pool, "query">;
