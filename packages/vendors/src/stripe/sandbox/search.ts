import type { Kind } from "./account.ts";
import { readLimit } from "./reads.ts";
import { invalid, type WireObject } from "./replies.ts";
import { get, type Route } from "./routes.ts";

type Clause = (body: WireObject) => boolean;

/** `field:'value'`, `field~'part'`, `field>100`, `metadata['name']:'value'`, each with an optional `-` before it. */
const CLAUSE =
  /^(-?)([a-z_.]+)(?:\['([^']{1,64})'\])?\s*([:~<>]=?|<=|>=)\s*(?:'([^']*)'|"([^"]*)"|(-?\d{1,15}))$/;
const CLAUSES_MAX = 10;

/**
 * A `GET …/search` in Stripe's search query language (docs.stripe.com/search): clauses joined by AND over the fields
 * of the object as it is written. Pages are numbered in `page`.
 */
export function searchRoute<Row extends { readonly id: string; readonly created: number }>(
  template: string,
  kind: Kind<Row>,
): Route {
  return get(template, (call) => {
    const { params, account } = call;
    const query = params.required("query");
    const limit = readLimit(params);
    const skip = params.integer("page") ?? 0;
    const clauses = readClauses(query);
    if (params.problem !== null) return params.problem;
    if (clauses === null)
      return invalid("query", "search_query_invalid", "We were unable to parse your search query.");
    const matches = (row: Row) => {
      const body = kind.render(row, account.livemode);
      return clauses.every((clause) => clause(body));
    };
    const page = account.rows(kind).page({ limit: skip + limit, after: null, before: null, matches });
    const rows = page?.rows.slice(skip) ?? [];
    const hasMore = page?.hasMore ?? false;
    return call.answerWith(null, () => ({
      object: "search_result",
      data: rows.map((row) => kind.render(row, account.livemode)),
      has_more: hasMore,
      next_page: hasMore ? String(skip + limit) : null,
      url: call.path,
    }));
  });
}

function readClauses(query: string): Clause[] | null {
  const clauses = query.split(/\s+AND\s+/i, CLAUSES_MAX + 1).map((text) => readClause(text.trim()));
  if (clauses.length > CLAUSES_MAX) return null;
  const read = clauses.filter((clause) => clause !== null);
  return read.length === clauses.length ? read : null;
}

function readClause(text: string): Clause | null {
  const match = CLAUSE.exec(text);
  if (match === null) return null;
  const [, not, field = "", key, operator = "", single, double, number] = match;
  const wanted = single ?? double ?? number ?? "";
  return (body) => {
    const value = key === undefined ? body[field] : lookUp(body[field], key);
    return compare(value, operator, wanted) !== (not === "-");
  };
}

function lookUp(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function compare(value: unknown, operator: string, wanted: string): boolean {
  if (value === undefined || value === null) return false;
  switch (operator) {
    case ":":
      return String(value) === wanted;
    case "~":
      return String(value).includes(wanted);
    case ">":
      return Number(value) > Number(wanted);
    case ">=":
      return Number(value) >= Number(wanted);
    case "<":
      return Number(value) < Number(wanted);
    case "<=":
      return Number(value) <= Number(wanted);
    default:
      return false;
  }
}
