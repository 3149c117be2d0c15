import type { Refusal, StatelessVerdict } from "@keybrake/policy";
import type { Endpoint } from "../endpoint.ts";
import { costsMoney } from "../money-classes.ts";
import type { PriceContext, PricedRequest, PriceResult, VendorRequest } from "../pricing.ts";
import { type Audit, auditKey, auditValues, shown } from "./audit.ts";
import { apiPrefix, findOperation, graphqlTemplate, idsIn } from "./endpoints.ts";
import { Unfit } from "./graphql/envelope.ts";
import { type Operation, readOperation } from "./graphql/operation.ts";
import { type RootField, selects } from "./graphql/root-fields.ts";
import { isObject, type ValueObject, valueOfJson } from "./graphql/value.ts";
import { outgoingRequest } from "./outgoing.ts";
import { type Cost, free, unknown } from "./pricing/cost.ts";
import { mutationFields, type Shape, unknownField } from "./pricing/fields.ts";
import { type Facts, lookUp, readFacts, thingsAsked } from "./pricing/look-up.ts";
import { mutationRules } from "./pricing/mutations.ts";
import { reckon, refuseAtSight } from "./pricing/reckon.ts";
import { restPricing } from "./pricing/rest.ts";
import { readRest } from "./rest-request.ts";

/** Upper bound of what a call can cost and the request as it will be sent; or a refusal, or what to ask first. */
export function price(endpoint: Endpoint, request: VendorRequest, context: PriceContext): PriceResult {
  const reading =
    endpoint.template === graphqlTemplate ? readGraphql(request) : readRestCall(endpoint, request);
  if ("verdict" in reading) return { ok: false, refusal: reading, audit: {} };
  return judge({ endpoint, request, context }, reading);
}

/** A call that was read: what each of its operations can cost, and what will be sent. */
interface Reading {
  readonly costs: readonly Cost[];
  readonly audit: Audit;
  readonly query: string;
  readonly body: Buffer | null;
  readonly idempotencyKey: string | null;
}

interface Priceable {
  readonly endpoint: Endpoint;
  readonly request: VendorRequest;
  readonly context: PriceContext;
}

const NO_FACTS: Facts = new Map();

function judge(call: Priceable, reading: Reading): PriceResult {
  const { request, context } = call;
  const { rules, account: store } = context;
  const { costs, audit } = reading;
  const refuse = (refusal: Refusal<StatelessVerdict>): PriceResult => ({ ok: false, refusal, audit });
  const atSight = refuseAtSight(costs, rules);
  if (atSight !== null) return refuse(atSight);
  const things = thingsAsked(costs.flatMap((cost) => (cost.is === "parts" ? cost.parts : [])));
  if (things.length > 0) {
    if (store === null) return refuse(noStore);
    return {
      ok: "ask",
      lookUp: lookUp(things, { store, path: request.path }),
      audit,
      resume: (answer) => finish(call, reading, { store, facts: readFacts(things, answer) ?? NO_FACTS }),
    };
  }
  return finish(call, reading, { store, facts: NO_FACTS });
}

const noStore: Refusal<"denied_credential"> = {
  verdict: "denied_credential",
  message: "The credential of this vault key cannot be opened, so there is no store to send this to.",
};

function finish(
  { endpoint, request, context }: Priceable,
  reading: Reading,
  { store, facts }: { readonly store: string | null; readonly facts: Facts },
): PriceResult {
  const reckoned: ReturnType<typeof reckon> = reckon(reading.costs, facts, context.rules);
  if ("verdict" in reckoned) return { ok: false, refusal: reckoned, audit: reading.audit };
  // The amounts stand in the row of a refusal all the same.
  const audit = { ...reading.audit, ...reckoned.audit };
  if (store === null) return { ok: false, refusal: noStore, audit };
  const priced: PricedRequest = {
    endpoint,
    priceMicros: reckoned.micros,
    basis: reckoned.basis,
    continues: null,
    idempotencyKey: reading.idempotencyKey,
    idempotencyScope: store,
    audit,
    outgoing: outgoingRequest(store, request, reading),
  };
  return { ok: true, request: priced };
}

const versionOf = (path: string): string => path.split("/")[3] ?? "";

function readGraphql(request: VendorRequest): Reading | Refusal<"denied_request"> {
  const read = readOperation(request);
  if (!read.ok) return malformed(read.message, read.status);
  const { operation } = read;
  const field = strangeField(operation);
  if (field !== null) return unknownFieldRefusal(field.of, field.name);
  const idempotencyKey = readIdempotencyKey(operation, versionOf(request.path));
  if (idempotencyKey !== null && !idempotencyKeyShape.test(idempotencyKey)) {
    return malformed("The key of @idempotent is 1 to 255 visible ASCII characters.");
  }
  return {
    costs: separateTotals(operation.fields.map((each) => costOfField(operation, each))),
    audit: {
      ...auditValues(new Map(operation.fields.map((each) => [each.responseKey, each.arguments]))),
      api_version: versionOf(request.path),
      ...(idempotencyKey === null ? {} : auditKey(idempotencyKey)),
    },
    query: "",
    body: operation.body,
    idempotencyKey,
  };
}

const idempotencyKeyShape = /^[\x21-\x7e]{1,255}$/;

/** The mutations that move money and honour `@idempotent`, and the version of the API that brought it. */
const idempotent = { names: new Set(["refundCreate"]), since: "2026-01" };

/**
 * Only a call that is one mutation can be one intent. Shopify repeats the first answer to a retry without saying so;
 * that it is the same refund, only its id tells, so a document that does not ask for it is held as a call of its own.
 */
function readIdempotencyKey({ type, fields, fragments }: Operation, version: string): string | null {
  const [field] = fields;
  if (type !== "MUTATION" || fields.length !== 1 || field === undefined) return null;
  if (!idempotent.names.has(field.name) || version < idempotent.since) return null;
  return selects(field.node, fragments, ["refund", "id"]) ? field.idempotencyKey : null;
}

function costOfField({ type }: Operation, { name, arguments: given }: RootField): Cost {
  const endpoint = findOperation(`${type} ${name}`);
  if (endpoint !== undefined && !costsMoney(endpoint.class)) return free;
  const rule = Object.hasOwn(mutationRules, name) ? mutationRules[name] : undefined;
  return rule === undefined ? unknown("What this mutation moves is not in the request.") : rule(given);
}

/**
 * The mutations of a document run one after the other, and what the first moves changes what an order holds for the
 * next: paid and then cancelled, it gives back what it did not have when the store was asked.
 */
function separateTotals(costs: readonly Cost[]): readonly Cost[] {
  const moving = costs.filter((cost) => cost.is !== "parts" || cost.parts.length > 0);
  if (moving.length < 2) return costs;
  return costs.map((cost) => {
    const asksTotal = cost.is === "parts" && cost.parts.some(({ is }) => is === "total");
    return asksTotal ? unknown(NOT_ALONE) : cost;
  });
}

const NOT_ALONE =
  "A mutation that moves what an order still holds cannot be priced beside another that moves money: send it in a call of its own.";

function strangeField({ type, fields }: Operation): { readonly of: string; readonly name: string } | null {
  if (type !== "MUTATION") return null;
  for (const { name, arguments: given } of fields) {
    const shape = Object.hasOwn(mutationFields, name) ? mutationFields[name] : undefined;
    const found = shape === undefined ? null : unknownField(given, shape);
    if (found !== null) return { of: name, name: found };
  }
  return null;
}

function readRestCall(endpoint: Endpoint, request: VendorRequest): Reading | Refusal<"denied_request"> {
  try {
    return readRestMoney(endpoint, request);
  } catch (error) {
    if (error instanceof Unfit) return malformed(error.message, error.status);
    throw error;
  }
}

function readRestMoney(endpoint: Endpoint, request: VendorRequest): Reading | Refusal<"denied_request"> {
  const { parameters, query, body } = readRest(endpoint, request);
  const pricing = restPricing[endpoint.name.replace(apiPrefix, "")];
  const isJudged = costsMoney(endpoint.class);
  const fields: ValueObject = new Map(
    [...parameters].map(([name, value]) => [name, valueOfJson(value)] as const),
  );
  const shape: Shape = pricing?.shape ?? "any";
  const strange = isJudged ? unknownField(fields, shape) : null;
  if (strange !== null) return unknownFieldRefusal(endpoint.name, strange);
  const why = "What this call moves is not in the request.";
  const reckonedBy = pricing?.cost ?? (() => unknown(why));
  return {
    costs: [isJudged ? reckonedBy(fields, idsIn(endpoint, request.path).slice(1)) : free],
    audit: {
      ...(isJudged && isObject(fields) ? auditValues(fields) : {}),
      ...(query === "" ? {} : { query: shown([...new URLSearchParams(query).keys()].join(",")) }),
    },
    query,
    body,
    idempotencyKey: null,
  };
}

function malformed(message: string, status?: number): Refusal<"denied_request"> {
  return { verdict: "denied_request", message, ...(status === undefined ? {} : { status }) };
}

const unknownFieldRefusal = (of: string, name: string): Refusal<"denied_request"> =>
  malformed(
    `${of} takes no field "${shown(name)}" that Keybrake knows. On calls that cost money, unknown fields are refused.`,
  );
