import { Collection } from "./collection.ts";
import { IdempotencyKeys } from "./idempotency.ts";
import { newId } from "./ids.ts";
import type { WireObject } from "./replies.ts";

/** One kind of Stripe object: where its rows live and how they are written. */
export interface Kind<Row extends { readonly id: string }> {
  /** The wire's `object`, and the word in "No such …". */
  readonly object: string;
  readonly prefix: string;
  readonly render: (row: Row, livemode: boolean) => WireObject;
  /** How many to keep in an account, where that is less than what memory allows. */
  readonly keep?: number;
}

interface AnyRow {
  readonly id: string;
  readonly created: number;
}

/** Counts what is kept over all accounts, and says when the oldest must go. */
export interface Retention {
  kept(): void;
}

/** What one API key (on one connected account) sees: its own objects, balance and idempotency keys. */
export class Account {
  readonly id = newId("acct_", 16);
  readonly livemode: boolean;
  readonly keys: IdempotencyKeys;
  readonly balances = new Map<string, number>();
  readonly #retention: Retention;
  readonly #collections = new Map<Kind<never>, Collection<AnyRow>>();

  constructor(livemode: boolean, retention: Retention) {
    this.livemode = livemode;
    this.#retention = retention;
    this.keys = new IdempotencyKeys(() => retention.kept());
  }

  rows<Row extends AnyRow>(kind: Kind<Row>): Collection<Row> {
    let collection = this.#collections.get(kind);
    if (collection === undefined) {
      collection = new Collection<AnyRow>();
      this.#collections.set(kind, collection);
    }
    // Only `add` below fills a collection, and with rows of its own kind.
    return collection as unknown as Collection<Row>;
  }

  add<Row extends AnyRow>(kind: Kind<Row>, row: Row): Row {
    const rows = this.rows(kind);
    rows.add(row);
    if (kind.keep === undefined) this.#retention.kept();
    else if (rows.youngSize >= kind.keep) rows.turn();
    return row;
  }

  /** Finds an object of whatever kind by the prefix of its id, and writes it; for `expand`. */
  render(id: string): WireObject | undefined {
    const prefix = id.slice(0, id.indexOf("_") + 1);
    for (const [kind, rows] of this.#collections) {
      if (kind.prefix !== prefix) continue;
      const row = rows.get(id);
      // The collection under a kind holds rows of that kind.
      if (row !== undefined) return kind.render(row as never, this.livemode);
    }
    return undefined;
  }

  turn(): void {
    this.keys.turn();
    for (const rows of this.#collections.values()) rows.turn();
  }
}
