import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import type { Params } from "./params.ts";
import { missingIn, type Reply } from "./replies.ts";
import { get, type Route } from "./routes.ts";

interface Listed {
  readonly id: string;
  readonly created: number;
}

/** Which of a row's values a list may be filtered by, named as the parameter. */
type Filters<Row> = Readonly<Record<string, (row: Row) => string | null>>;

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 100;

export function retrieveRoute<Row extends Listed>(template: string, kind: Kind<Row>): Route {
  return get(template, (call) => {
    const found = call.named(kind);
    return found.ok ? call.answer(kind, found.row) : found.reply;
  });
}

export function listRoute<Row extends Listed>(
  template: string,
  kind: Kind<Row>,
  filters: Filters<Row> = {},
): Route {
  return get(template, (call) => {
    const wanted = Object.entries(filters).flatMap(([name, read]) => {
      const value = call.params.text(name);
      return value === null ? [] : [(row: Row) => read(row) === value];
    });
    return listReply(call, kind, (row) => wanted.every((fits) => fits(row)));
  });
}

/** Newest first, by cursor, optionally within `created` (docs.stripe.com/api/pagination). */
export function listReply<Row extends Listed>(
  call: Call,
  kind: Kind<Row>,
  matches: (row: Row) => boolean,
): Reply {
  const limit = readLimit(call.params);
  const within = readCreated(call.params);
  const after = call.params.text("starting_after");
  const before = call.params.text("ending_before");
  if (call.params.problem !== null) return call.params.problem;
  const rows = call.account.rows(kind);
  const page = rows.page({ limit, after, before, matches: (row) => within(row.created) && matches(row) });
  if (page === null) {
    return missingIn(after === null ? "ending_before" : "starting_after", kind.object, after ?? before ?? "");
  }
  const { livemode } = call.account;
  return call.answerWith(null, () => ({
    object: "list",
    data: page.rows.map((row) => kind.render(row, livemode)),
    has_more: page.hasMore,
    url: call.path,
  }));
}

export function readLimit(params: Params): number {
  const limit = params.integer("limit") ?? LIMIT_DEFAULT;
  if (limit < 1 || limit > LIMIT_MAX) {
    const message = `This value must be from 1 to ${LIMIT_MAX} (got ${limit})`;
    params.report("limit", "parameter_invalid_integer", message);
  }
  return limit;
}

function readCreated(params: Params): (created: number) => boolean {
  const value = params.record.created;
  if (value === undefined) return () => true;
  if (typeof value === "string") {
    const exact = params.integer("created");
    return (created) => created === exact;
  }
  const range = params.nested("created");
  const from = Math.max(range?.integer("gte") ?? 0, (range?.integer("gt") ?? -1) + 1);
  const to = Math.min(range?.integer("lte") ?? Infinity, (range?.integer("lt") ?? Infinity) - 1);
  return (created) => created >= from && created <= to;
}
