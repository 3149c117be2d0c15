import type { Refusal } from "@keybrake/policy";
import type { DocumentResult } from "../document.ts";
import type { Endpoint } from "../endpoint.ts";
import { costsMoney } from "../money-classes.ts";
import type { VendorRequest } from "../pricing.ts";
import { neverSent } from "./data/mutations.ts";
import { findOperation, graphqlEndpoint } from "./endpoints.ts";
import { readOperation } from "./graphql/operation.ts";

/** Names what a GraphQL call does: its root fields, each of which a key must list. */
export function readDocument(_endpoint: Endpoint, request: VendorRequest): DocumentResult {
  const read = readOperation(request);
  if (!read.ok) return refused({ verdict: "denied_request", message: read.message, status: read.status });
  const { type, fields } = read.operation;
  const names = [...new Set(fields.map(({ name }) => `${type} ${name}`))].sort();
  const operations: Endpoint[] = [];
  for (const name of names) {
    const never = Object.hasOwn(neverSent, name) ? neverSent[name] : undefined;
    const operation = never === undefined ? findOperation(name) : undefined;
    if (operation === undefined) {
      const why = never ?? "Keybrake does not know what it does to money.";
      return refused({ verdict: "denied_endpoint", message: `${name} is never sent. ${why}` });
    }
    operations.push(operation);
  }
  return { ok: true, operations, endpoint: operationsEndpoint(operations) };
}

/** All operations of a document as one endpoint, of the class of the first that costs money. */
export function operationsEndpoint(operations: readonly Endpoint[]): Endpoint {
  const [first] = operations;
  if (operations.length === 1 && first !== undefined) return first;
  const gravest = operations.find((operation) => costsMoney(operation.class)) ?? operations.find(notRead);
  return {
    ...graphqlEndpoint,
    name: operations.map(({ name }) => name).join(", "),
    class: (gravest ?? first)?.class ?? "READ",
    label: operations.map(({ label }) => label).join(", "),
  };
}

const notRead = (endpoint: Endpoint) => endpoint.class !== "READ";

function refused({
  verdict,
  message,
  status,
}: {
  readonly verdict: "denied_request" | "denied_endpoint";
  readonly message: string;
  readonly status?: number | undefined;
}): DocumentResult {
  const refusal: Refusal<"denied_request" | "denied_endpoint"> = { verdict, message };
  return { ok: false, refusal: status === undefined ? refusal : { ...refusal, status } };
}
