import { randomUUID } from "node:crypto";
import { invalid, type Reply, success } from "./replies.ts";

const ROWS_MAX = 50_000;
const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 100;

/** The rows of one kind in one account, oldest first; the newest fifty thousand are kept. */
export class Rows<Row extends { readonly id: string }> {
  #rows = new Map<string, Row>();

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  find(matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  filter(matches: (row: Row) => boolean): Row[] {
    return [...this.#rows.values()].filter(matches);
  }

  add(fields: Omit<Row, "id">): Row {
    // The one field that is missing is the one that is added.
    const row = { ...fields, id: randomUUID() } as unknown as Row;
    this.put(row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > ROWS_MAX && oldest !== undefined) this.#rows.delete(oldest);
    return row;
  }

  put(row: Row): void {
    this.#rows.set(row.id, row);
  }

  remove(id: string): boolean {
    return this.#rows.delete(id);
  }

  /** A page as Resend lists: newest first, `after` goes on to older rows, `before` back to newer ones. */
  list(
    query: URLSearchParams,
    show: (row: Row) => object,
    matches: (row: Row) => boolean = () => true,
  ): Reply {
    const limit = Number(query.get("limit") ?? LIMIT_DEFAULT);
    if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
      return invalid("The `limit` must be a number between 1 and 100.");
    }
    const [after, before] = [query.get("after"), query.get("before")];
    if (after !== null && before !== null) return invalid("The `after` and `before` exclude each other.");
    const rows = this.filter(matches).reverse();
    const at = rows.findIndex(({ id }) => id === (after ?? before));
    if (at === -1 && (after ?? before) !== null) return invalid("The pagination cursor is invalid.");
    const start = after !== null ? at + 1 : before !== null ? Math.max(0, at - limit) : 0;
    const end = before !== null ? at : start + limit;
    const hasMore = before !== null ? start > 0 : rows.length > end;
    return success(null, { object: "list", has_more: hasMore, data: rows.slice(start, end).map(show) });
  }
}
