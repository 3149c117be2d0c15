import type { Movement } from "../../sandbox.ts";
import type { Account, Kind } from "./account.ts";
import { expandBody } from "./expand.ts";
import type { Params } from "./params.ts";
import { missing, missingIn, type Reply, success, type WireObject } from "./replies.ts";

/** One API call being carried out: who calls, with what, and what it has moved so far. */
export class Call {
  readonly account: Account;
  readonly params: Params;
  /** The path's variable segments, decoded, in order. */
  readonly ids: readonly string[];
  readonly path: string;
  /** Unix seconds. */
  readonly now = Math.floor(Date.now() / 1000);
  readonly movements: Movement[] = [];

  constructor(request: { account: Account; params: Params; ids: readonly string[]; path: string }) {
    this.account = request.account;
    this.params = request.params;
    this.ids = request.ids;
    this.path = request.path;
  }

  /** The row that the path names, or the 404 to answer. */
  named<Row extends Stored>(kind: Kind<Row>, position = 0): Found<Row> {
    const id = this.ids[position] ?? "";
    const row = this.account.rows(kind).get(id);
    return row === undefined ? { ok: false, reply: missing(kind.object, id) } : { ok: true, row };
  }

  /** The row that a parameter names; a null row when it is absent, the 400 to answer when there is none. */
  referred<Row extends Stored>(kind: Kind<Row>, param: string): Found<Row | null> {
    const id = this.params.text(param);
    if (id === null) return { ok: true, row: null };
    const row = this.account.rows(kind).get(id);
    return row === undefined ? { ok: false, reply: missingIn(param, kind.object, id) } : { ok: true, row };
  }

  add<Row extends Stored>(kind: Kind<Row>, row: Row): Row {
    return this.account.add(kind, row);
  }

  change<Row extends Stored>(kind: Kind<Row>, row: Row, changes: Partial<Row>): Row {
    const changed = { ...row, ...changes };
    this.account.rows(kind).replace(changed);
    return changed;
  }

  /** 200 with this row, as it is now. */
  answer<Row extends Stored>(kind: Kind<Row>, row: Row): Reply {
    const { livemode } = this.account;
    return this.answerWith(row.id, () => kind.render(row, livemode));
  }

  answerWith(id: string | null, body: () => WireObject): Reply {
    const paths = this.params.texts("expand");
    if (paths.length === 0) return success(id, body);
    const expanded = expandBody(this.account, body(), paths);
    return expanded.ok ? success(id, () => expanded.body) : expanded.reply;
  }
}

interface Stored {
  readonly id: string;
  readonly created: number;
}

export type Found<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly reply: Reply };
