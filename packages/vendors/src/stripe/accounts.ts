import { pathParameters } from "../catalogue.ts";
import type { Endpoint } from "../endpoint.ts";
import type { FormTree } from "../form.ts";
import type { VendorRequest } from "../pricing.ts";

const accountId = /^acct_[A-Za-z0-9]{1,60}$/;

/** Endpoints whose own `destination` is a connected account; on payouts it is a bank account. */
const paysAccounts = new Set(["POST /v1/charges", "POST /v1/transfers"]);

/**
 * The first account that a request acts on or pays and that the key may not name, or null.
 *
 * Stripe takes an account in headers, in the path and in fields (https://docs.stripe.com/connect/authentication).
 * Fields that are known to hold one count whatever is in them; any other value counts when it is an account's id.
 */
export function forbiddenAccount(
  { endpoint, request, parameters }: NamingRequest,
  allowed: readonly string[],
): string | null {
  for (const account of named(endpoint, request, parameters)) {
    if (!allowed.includes(account)) return account;
  }
  return null;
}

interface NamingRequest {
  readonly endpoint: Endpoint;
  readonly request: VendorRequest;
  readonly parameters: FormTree;
}

function* named(
  endpoint: Endpoint,
  { headers, path }: VendorRequest,
  parameters: FormTree,
): Generator<string> {
  const header = headers.get("stripe-account");
  if (header !== undefined) yield header;
  // A context names a chain of accounts, outermost first, each of which it acts through.
  const context = headers.get("stripe-context");
  if (context !== undefined) yield* context.split("/");
  const [first, ...others] = pathParameters(endpoint, path);
  if (first !== undefined && (accountPath.test(endpoint.template) || accountId.test(first))) yield first;
  yield* others.filter((id) => accountId.test(id));
  if (endpoint.method !== "GET") yield* namedInFields(parameters, paysAccounts.has(endpoint.name));
}

const accountPath = /^\/v[12]\/(?:core\/)?accounts\/\{/;

function* namedInFields(tree: FormTree, destinationPays: boolean): Generator<string> {
  for (const [name, value] of tree) {
    if (typeof value !== "string") {
      if (name !== "metadata") yield* namedInFields(value, name === "transfer_data");
    } else if (value !== "" && (holdsAccount(name, destinationPays) || accountId.test(value))) {
      yield value;
    }
  }
}

const holdsAccount = (name: string, destinationPays: boolean) =>
  name === "on_behalf_of" || name === "account" || (name === "destination" && destinationPays);
