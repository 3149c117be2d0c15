import {
  type DocumentNode,
  executeSync,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import type { RefusalFault } from "../../sandbox/faults.ts";
import type { Execution, Movement, SandboxRequest } from "../../sandbox.ts";
import { answer, type Reply } from "./answers.ts";
import { type Context, rootValue } from "./resolvers.ts";
import { schema } from "./schema.ts";
import type { Store } from "./store.ts";

interface GraphqlBody {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | null;
}

export interface Accepted {
  readonly execution: Execution;
  readonly idempotencyKey: string | null;
}

/** Reads a GraphQL request the way a server does that has nothing to do with the proxy's reading. */
export function receiveGraphql(store: Store, request: SandboxRequest): Accepted | Reply {
  const body = readBody(request);
  if (body === null) return failed(400, "Bad Request");
  let document: DocumentNode;
  try {
    document = parse(body.query);
  } catch (error) {
    return graphqlErrors([{ message: String(error), extensions: { code: "syntaxError" } }]);
  }
  const problems = validate(schema, document, specifiedRules);
  if (problems.length > 0) {
    return graphqlErrors(
      problems.map(({ message }) => ({
        message,
        extensions: { code: "undefinedField", typeName: "Mutation" },
      })),
    );
  }
  const keys = idempotencyKeys(document, body);
  const isBlocked = keys.some((key) => store.running.has(key));
  if (!isBlocked) for (const key of keys) store.running.add(key);
  const release = () => {
    if (!isBlocked) for (const key of keys) store.running.delete(key);
  };
  const version = request.path.split("/")[3] ?? "";
  const run = (isDeclined: boolean) => {
    const context: Context = { store, version, isBlocked, isDeclined, executed: 0, replayed: 0 };
    return execute({ document, body, context });
  };
  return { idempotencyKey: keys[0] ?? null, execution: plan({ run, release }) };
}

function plan({ run, release }: { run: (isDeclined: boolean) => Reply; release: () => void }): Execution {
  const done = (reply: Reply) => {
    release();
    return answer(reply);
  };
  return {
    abandon: release,
    run: () => done(run(false)),
    refuse: (fault) => done(fault === "decline" ? run(true) : injected(fault)),
  };
}

function injected(fault: Exclude<RefusalFault, "decline">): Reply {
  switch (fault) {
    case "rate_limit":
      return {
        ...graphqlErrors([{ message: "Throttled", extensions: { code: "THROTTLED" } }]),
        executed: false,
      };
    case "conflict":
      return failed(409, "Conflict");
    case "server_error":
      return failed(500, "Internal Server Error");
    default:
      return fault satisfies never;
  }
}

interface Run {
  readonly document: DocumentNode;
  readonly body: GraphqlBody;
  readonly context: Context;
}

function execute({ document, body, context }: Run): Reply {
  context.store.takeMovements();
  const result = executeSync({
    schema,
    document,
    rootValue,
    contextValue: context,
    variableValues: body.variables,
    operationName: body.operationName,
  });
  const movements: Movement[] = context.store.takeMovements();
  const errors = result.errors?.map((error) => ({
    message: error.message,
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions:
      error instanceof GraphQLError && error.extensions.code
        ? error.extensions
        : { code: "INVALID_VARIABLE" },
  }));
  const value = {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(errors === undefined ? {} : { errors }),
    extensions: {
      cost: { requestedQueryCost: 10, actualQueryCost: 10, throttleStatus: { currentlyAvailable: 1990 } },
    },
  };
  return {
    status: 200,
    value,
    objectId: idIn(result.data),
    executed: context.executed > 0,
    replayed: context.replayed > 0,
    movements,
  };
}

/** The first gid of the first object that was made. */
function idIn(data: unknown): string | null {
  const text = JSON.stringify(data ?? null);
  return /"id":"(gid:[^"]+)"/.exec(text)?.[1] ?? null;
}

function readBody({ body, headers }: SandboxRequest): GraphqlBody | null {
  if (!String(headers["content-type"]).startsWith("application/json")) return null;
  try {
    const { query, variables, operationName } = JSON.parse(body.toString("utf8"));
    if (typeof query !== "string") return null;
    return { query, variables: variables ?? {}, operationName: operationName ?? null };
  } catch {
    return null;
  }
}

function idempotencyKeys(document: DocumentNode, { variables, operationName }: GraphqlBody): string[] {
  const operations = document.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const picked = operations.find(({ name }) => operationName === null || name?.value === operationName);
  return (picked?.selectionSet.selections ?? []).flatMap((selection) => {
    const directive = selection.directives?.find(({ name }) => name.value === "idempotent");
    const value = directive?.arguments?.[0]?.value;
    if (value?.kind === Kind.STRING) return [value.value];
    const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : null;
    return typeof given === "string" ? [given] : [];
  });
}

const graphqlErrors = (errors: readonly object[]): Reply => ({ status: 200, value: { errors } });

export const failed = (status: number, errors: string): Reply => ({ status, value: { errors } });
