import { verdicts } from "@keybrake/policy";
import { createParser, type inferParserType, parseAsStringLiteral } from "nuqs";
import { rangeNames, startOfRange } from "./time-range.ts";

export const callStates = ["denied", "held", "settled", "released", "accrued", "unknown"] as const;

const matching = (form: RegExp) =>
  createParser({ parse: (text) => (form.test(text) ? text : null), serialize: (text: string) => text });

const upTo = (longest: number) =>
  createParser({
    parse: (text) => (text.length > 0 && text.length <= longest ? text : null),
    serialize: (text: string) => text,
  });

const instant = createParser({
  parse: (text) =>
    text.length <= 40 && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null,
  serialize: (text: string) => text,
});

const usd = matching(/^(0|[1-9][0-9]{0,9})(\.[0-9]{1,6})?$/);

/** In the address, under the names of the API, so that a part of an address can be a query of REST as it is. */
export const filterParsers = {
  range: parseAsStringLiteral(rangeNames),
  from: instant,
  to: instant,
  agent_name: upTo(128),
  agent_run_id: upTo(128),
  vendor: matching(/^[a-z][a-z0-9-]{1,30}$/),
  verdict: parseAsStringLiteral(verdicts),
  state: parseAsStringLiteral(callStates),
  endpoint: upTo(300),
  vault_key_id: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  min_usd: usd,
  max_usd: usd,
  text: upTo(200),
};

export type AuditFilters = inferParserType<typeof filterParsers>;
export type FilterName = keyof AuditFilters;

export const filterNames = Object.keys(filterParsers) as readonly FilterName[];

export const noFilters = Object.fromEntries(filterNames.map((name) => [name, null])) as AuditFilters;

/** What is asked of the server; a range that slides (`24h`) is pinned to the moment that the page was made. */
export function inputOf(filters: AuditFilters, moment: { readonly nowMs: number; readonly zone: string }) {
  const { range, from, ...rest } = filters;
  const start = range === null ? from : startOfRange(range, moment.nowMs, moment.zone);
  const given = Object.entries({ ...rest, from: start }).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as CallsInput;
}

/** As the server takes it. */
export type CallsInput = { [Name in Exclude<FilterName, "range">]?: NonNullable<AuditFilters[Name]> };
