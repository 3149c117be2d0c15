import fc from "fast-check";
import { Kind, parse, print, visit } from "graphql";
import { describe, expect, test } from "vitest";
import { readOperation } from "./graphql/operation.ts";
import { graphqlBody, graphqlPath, nameBody, requestOf } from "./testing/calls.ts";

const named = (body: string, options?: Parameters<typeof nameBody>[1]) => {
  const result = nameBody(body, options);
  if (result.ok) return result.operations.map(({ name }) => name).join(", ");
  const { verdict, status } = result.refusal;
  return status === undefined ? verdict : `${verdict} ${status}`;
};
const document = (query: string, variables?: unknown, name?: string) =>
  named(graphqlBody(query, variables, name));

describe("a document is named by its root fields", () => {
  test.each([
    ["a shorthand query", "{ orders { nodes { id } } }", "QUERY orders"],
    ["an alias", "mutation { harmless: refundCreate(input: {}) { refund { id } } }", "MUTATION refundCreate"],
    [
      "a name that is not the field's",
      "mutation orders { refundCreate(input: {}) { refund { id } } }",
      "MUTATION refundCreate",
    ],
    [
      "several, sorted, each once",
      "mutation { b: refundCreate(input: {}) { refund { id } } orderCancel { job { id } } a: refundCreate { refund { id } } }",
      "MUTATION orderCancel, MUTATION refundCreate",
    ],
    [
      "a fragment",
      "mutation { ...F } fragment F on Mutation { orderCancel { job { id } } }",
      "MUTATION orderCancel",
    ],
    [
      "an inline fragment",
      "mutation { ... on Mutation { ... { orderCancel { job { id } } } } }",
      "MUTATION orderCancel",
    ],
    [
      "fragments in fragments",
      "query { ...A ...B } fragment A on QueryRoot { shop { id } ...B } fragment B on QueryRoot { order(id: 1) { id } }",
      "QUERY order, QUERY shop",
    ],
    ["what is skipped", "mutation { orderCancel @skip(if: true) { job { id } } }", "MUTATION orderCancel"],
    ["__typename beside others", "{ __typename shop { id } }", "QUERY shop"],
    ["introspection, an entry of its own", "{ __schema { types { name } } }", "QUERY __schema"],
    [
      "a comment that says otherwise",
      "mutation { # refundCreate\n orderCancel { job { id } } }",
      "MUTATION orderCancel",
    ],
    [
      "a string that says otherwise",
      'mutation { tagsAdd(id: "} refundCreate(", tags: []) { __typename } }',
      "MUTATION tagsAdd",
    ],
  ])("%s", (_, query, names) => {
    expect(document(query)).toBe(names);
  });

  test("operationName picks the operation, and only that one is sent on", () => {
    const query =
      "query A { ...F } mutation B { refundCreate(input: {}) { refund { id } } } fragment F on QueryRoot { shop { id } } fragment G on Mutation { x }";
    expect(document(query, undefined, "A")).toBe("QUERY shop");
    expect(document(query, undefined, "B")).toBe("MUTATION refundCreate");
    expect(document(query)).toBe("denied_request");
    expect(document(query, undefined, "C")).toBe("denied_request");
    const read = readOperation(requestOf(`POST ${graphqlPath}`, graphqlBody(query, undefined, "A")));
    expect(read.ok && JSON.parse(String(read.operation.body)).query).toBe(
      print(parse("query A { ...F } fragment F on QueryRoot { shop { id } }")),
    );
  });

  test("all operations of a document are one endpoint, of the class that costs", () => {
    const result = nameBody(graphqlBody("mutation { tagsAdd { __typename } refundCreate { __typename } }"));
    expect(result).toMatchObject({
      ok: true,
      endpoint: { name: "MUTATION refundCreate, MUTATION tagsAdd", class: "MONEY_OUT", method: "POST" },
    });
  });
});

describe("what could be read in two ways, or goes around the names, is refused", () => {
  const fragments = Array.from(
    { length: 12 },
    (_, i) => `fragment F${i} on Mutation { ...F${i + 1} ...F${i + 1} }`,
  );
  const bomb = `mutation { ...F0 } ${fragments.join(" ")} fragment F12 on Mutation { orderCancel { job { id } } }`;

  test.each([
    ["a subscription", "subscription { orders { id } }"],
    ["two operations without a name", "{ shop { id } } query B { shop { id } }"],
    ["no operation", "fragment F on QueryRoot { shop { id } }"],
    ["a definition of a type", "{ shop { id } } type X { a: Int }"],
    ["nothing but __typename", "mutation { __typename }"],
    ["an unknown directive", "{ shop @live { id } }"],
    ["an unknown directive below", "{ shop { id @defer } }"],
    ["a directive on the operation", 'mutation @idempotent(key: "k") { orderCancel { job { id } } }'],
    ["a directive on a variable", "query ($a: ID @x) { order(id: $a) { id } }"],
    [
      "a directive twice",
      'mutation { orderCancel @idempotent(key: "a") @idempotent(key: "b") { job { id } } }',
    ],
    ["@idempotent on a query", '{ shop @idempotent(key: "k") { id } }'],
    ["@idempotent below", 'mutation { orderCancel { job @idempotent(key: "k") { id } } }'],
    ["@idempotent with more", 'mutation { orderCancel @idempotent(key: "k", x: 1) { job { id } } }'],
    ["a fragment in itself", "{ ...A } fragment A on QueryRoot { ...B } fragment B on QueryRoot { ...A }"],
    [
      "a fragment twice",
      "{ ...A } fragment A on QueryRoot { shop { id } } fragment A on QueryRoot { orders { id } }",
    ],
    ["a fragment that is not there", "{ ...A }"],
    ["fragments that double each other", bomb],
    [
      "more than twenty fields",
      `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: shop { id }`).join(" ")} }`,
    ],
    [
      "two mutations under one name",
      "mutation { a: orderCancel { job { id } } a: refundCreate { refund { id } } }",
    ],
    ["deep nesting", `{ shop ${"{ a ".repeat(30)}${"}".repeat(30)} }`],
    ["deep lists", `{ order(id: ${"[".repeat(3_000)}`],
    ["no GraphQL at all", "SELECT 1"],
    ["an empty document", ""],
  ])("%s", (_, query) => {
    expect(document(query)).toBe("denied_request");
  });

  test("too many tokens are too large", () => {
    expect(document(`{ shop { ${"a ".repeat(5_000)} } }`)).toBe("denied_request 413");
  });

  const query = "query Q($a: ID!) { order(id: $a) { id } }";
  test.each([
    ["a variable that is not declared", "{ order(id: $a) { id } }", undefined],
    ["a variable that is sent and not declared", "{ order(id: $a) { id } }", { a: 1 }],
    ["a variable that is not used", "query ($a: ID, $b: ID) { order(id: $a) { id } }", { a: 1 }],
    ["a variable twice", "query ($a: ID, $a: ID) { order(id: $a) { id } }", { a: 1 }],
    ["a value that is not declared", query, { a: 1, b: 2 }],
  ])("%s", (_, text, variables) => {
    expect(document(text, variables)).toBe("denied_request");
  });

  test.each([
    ["a batch", `[${graphqlBody("{ shop { id } }")}]`],
    ["a persisted query", '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}'],
    ["extensions beside a document", '{"query":"{ shop { id } }","extensions":{"persistedQuery":{}}}'],
    ["a document id", '{"id":"x"}'],
    ["a query twice", '{"query":"{ shop { id } }","query":"mutation { orderCancel { job { id } } }"}'],
    [
      "variables twice in depth",
      '{"query":"query ($a: X) { order(id: $a) { id } }","variables":{"a":{"b":1,"b":2}}}',
    ],
    ["variables that are text", '{"query":"{ shop { id } }","variables":"{}"}'],
    ["an operationName that is a number", '{"query":"{ shop { id } }","operationName":1}'],
    ["a query that is a number", '{"query":1}'],
    ["a prototype", '{"query":"query ($a: X) { order(id: $a) { id } }","variables":{"a":{"__proto__":1}}}'],
    ["no JSON", "{ shop { id } }"],
    ["half of JSON", '{"query":"{ shop { id } }"'],
    ["deep JSON", `{"query":"{ shop { id } }","variables":${"[".repeat(9_000)}${"]".repeat(9_000)}}`],
    ["no UTF-8", "\ud800"],
  ])("%s", (_, body) => {
    expect(named(body)).toBe("denied_request");
  });

  test("the query string and other content types are refused", () => {
    const body = graphqlBody("{ shop { id } }");
    expect(named(body, { query: "query={orders{id}}" })).toBe("denied_request");
    expect(named(body, { headers: { "content-type": "application/graphql" } })).toBe("denied_request 415");
    expect(named(body, { headers: { "content-type": "application/json; charset=utf-16" } })).toBe(
      "denied_request 415",
    );
    expect(named(body, { headers: { "content-type": "application/json; charset=utf-8" } })).toBe(
      "QUERY shop",
    );
  });

  test.each([
    'bulkOperationRunMutation(mutation: "m", stagedUploadPath: "p") { bulkOperation { id } }',
    'bulkOperationRunQuery(query: "q") { bulkOperation { id } }',
    "subscriptionBillingCycleBulkCharge { job { id } }",
    "delegateAccessTokenCreate(input: {}) { shop { id } }",
    "shopifyPaymentsPayoutAlternateCurrencyCreate { success }",
    "constructor",
    "__proto__",
    "toString",
  ])("%s is never sent, alone or beside another", (field) => {
    expect(document(`mutation { ${field} }`)).toBe("denied_endpoint");
    expect(document(`mutation { tagsAdd { __typename } x: ${field} }`)).toBe("denied_endpoint");
    expect(document(`{ ${field} }`)).toBe("denied_endpoint");
  });
});

/** Selections and values as a caller may write them, most of them valid. */
const name = fc.constantFrom(
  "a",
  "shop",
  "order",
  "orders",
  "refundCreate",
  "orderCancel",
  "tagsAdd",
  "userErrors",
);
const value = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      "1",
      "-2.50",
      "1e3",
      "true",
      "null",
      "ENUM",
      '"text"',
      '"\\u0041\\"}"',
      '"""block "quoted" \\""" }"""',
      "$v",
    ),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc
      .uniqueArray(fc.tuple(name, tie("value")), { maxLength: 3, selector: ([key]) => key })
      .map((fields) => `{${fields.map(([key, inner]) => `${key}: ${inner}`).join(" ")}}`),
  ),
})).value;
const selection = fc.letrec<{ set: string }>((tie) => ({
  set: fc
    .array(
      fc.oneof(
        { depthSize: "small" },
        name,
        fc
          .tuple(name, name, fc.option(value))
          .map(([alias, field, arg]) => `${alias}: ${field}${arg === null ? "" : `(x: ${arg})`}`),
        fc.tuple(name, tie("set")).map(([field, set]) => `${field} ${set}`),
        tie("set").map((set) => `... on Mutation ${set}`),
        fc.constantFrom("...F", "... @include(if: $v) { shop }", 'tagsAdd @idempotent(key: "k")'),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((items) => `{ ${items.join(" ")} }`),
})).set;

test("what is sent names the same fields and values as what was read, whoever reads it", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom("query", "mutation"), selection, selection, (type, set, inFragment) => {
      const query = `${type} Q($v: X) ${set} fragment F on Mutation ${inFragment} fragment Unused on X { a }`;
      const read = readOperation(requestOf(`POST ${graphqlPath}`, graphqlBody(query)));
      if (!read.ok) return;
      accepted += 1;
      const sent = parse(JSON.parse(String(read.operation.body)).query, { noLocation: true });
      const whole = parse(query, { noLocation: true });
      const kept = whole.definitions.filter(
        (each) =>
          each.kind === Kind.OPERATION_DEFINITION ||
          (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === "F"),
      );
      const operation = sent.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      expect(operation).toEqual(kept[0]);
      let spreads = 0;
      visit(sent, {
        FragmentSpread: () => {
          spreads += 1;
        },
      });
      expect(sent.definitions).toEqual(spreads > 0 ? kept : kept.slice(0, 1));
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(50);
}, 120_000);
