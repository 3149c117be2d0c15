import { readFileSync } from "node:fs";
import "@shopify/shopify-api/adapters/node";
import { LedgerUnavailable } from "@keybrake/ledger";
import { ApiVersion, LogSeverity, Session, ShopifyError, shopifyApi } from "@shopify/shopify-api";
import { restResources } from "@shopify/shopify-api/rest/admin/2026-04";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type KeyOptions, type TestKey, TestProxy } from "./testing/test-proxy.ts";

let proxy: TestProxy;
let credentialId = "";
let ledgerIsDown = false;
let arrivals = 0;

interface Answered {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
}
let answered: Answered = { status: 0, code: "", sentence: "" };

async function note(answer: Response): Promise<Answered> {
  const json = JSON.parse((await answer.clone().text()) || "{}");
  const [first] = Array.isArray(json.errors) ? json.errors : [];
  const sentence = first?.message ?? (typeof json.errors === "string" ? json.errors : "");
  return { status: answer.status, code: first?.extensions?.code ?? json.code ?? "", sentence };
}

beforeAll(async () => {
  proxy = await TestProxy.start({
    ledger: (ledger) => ({
      hold: (call) => (ledgerIsDown ? Promise.reject(new LedgerUnavailable("down")) : ledger.hold(call)),
      settle: (settlement) => ledger.settle(settlement),
    }),
  });
  credentialId = await proxy.sandboxCredential("shopify");
  proxy.server.on("request", () => {
    arrivals += 1;
  });
  // As docs/vendors/shopify.md says: the client's one hook for another address.
  setAbstractFetchFunc(async (input, init) => {
    const { pathname, search } = new URL(String(input));
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${proxy.port}/shopify${pathname}${search}`, init);
      answered = await note(answer);
      // On a busy machine any call may miss its ticket twice, or the ledger's second; it was not sent.
      const isBusy =
        answered.code === "overloaded" || (answered.code === "ledger_unreachable" && !ledgerIsDown);
      if (!isBusy || tries === 4) return answer;
      arrivals = 0;
    }
  });
});
afterAll(() => proxy.close());
beforeEach(() => proxy.sandbox.reset());

const allowed = [
  "QUERY order",
  "QUERY orders",
  "QUERY shop",
  "MUTATION draftOrderComplete",
  "MUTATION fulfillmentCreate",
  "MUTATION giftCardCreate",
  "MUTATION giftCardCredit",
  "MUTATION orderCancel",
  "MUTATION orderCapture",
  "MUTATION orderCreate",
  "MUTATION orderEditCommit",
  "MUTATION orderMarkAsPaid",
  "MUTATION refundCreate",
  "MUTATION storeCreditAccountCredit",
  "MUTATION tagsAdd",
  "GET /admin/api/{version}/orders.json",
  "GET /admin/api/{version}/orders/*",
  "POST /admin/api/{version}/orders.json",
  "POST /admin/api/{version}/orders/{id}/cancel.json",
  "POST /admin/api/{version}/orders/{order_id}/refunds.json",
  "POST /admin/api/{version}/orders/{order_id}/refunds/calculate.json",
  "POST /admin/api/{version}/orders/{order_id}/transactions.json",
  "PUT /admin/api/{version}/draft_orders/{id}/complete.json",
  "POST /admin/api/{version}/gift_cards.json",
  "POST /admin/api/{version}/checkouts/{token}/complete.json",
];

const issue = (options: KeyOptions = {}) =>
  proxy.issue({ vendor: "shopify", credentialId, allowed, ...options });

/** The official client with nothing changed but address and token. */
function clients(key: Pick<TestKey, "token">) {
  const shopify = shopifyApi({
    apiVersion: ApiVersion.April26,
    apiKey: "unused",
    apiSecretKey: "unused",
    hostName: "unused.example",
    isEmbeddedApp: false,
    logger: { level: LogSeverity.Error },
    restResources,
  });
  const session = new Session({
    id: "s",
    shop: "any-store-at-all.myshopify.com",
    state: "",
    isOnline: false,
    accessToken: key.token,
  });
  return {
    session,
    graphql: new shopify.clients.Graphql({ session }),
    rest: new shopify.clients.Rest({ session }),
    resources: shopify.rest,
  };
}

const REFUND = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id totalRefundedSet { presentmentMoney { amount currencyCode } } }
    userErrors { field message }
  }
}`;
const gid = (id: number) => `gid://shopify/Order/${id}`;
const refundVariables = (amount: string, key = "k1", more: object = {}) => ({
  input: {
    orderId: gid(1001),
    currency: "USD",
    transactions: [{ amount, kind: "REFUND", gateway: "g", orderId: gid(1001) }],
    ...more,
  },
  key,
});

/** A call that is priced by a look-up. On a busy machine that may miss its ticket, and nothing takes it again. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === 4 || answered.code !== "denied_cost_unknown") throw error;
    }
  }
}

describe("the GraphQL client through the proxy", () => {
  it("refunds with the real token, held, settled at the answer, and in the audit log", async () => {
    const key = await issue();
    const { data } = await clients(key).graphql.request(REFUND, { variables: refundVariables("12.50") });
    expect(data.refundCreate.userErrors).toEqual([]);
    expect(await proxy.rows(key.run)).toMatchObject([
      {
        endpoint: "MUTATION refundCreate",
        verdict: "allowed",
        state: "settled",
        status: 200,
        held: 12.5,
        cost: 12.5,
        path: "/shopify/admin/api/2026-04/graphql.json",
        txn: data.refundCreate.refund.id,
        request: {
          "refundCreate.input.orderId": gid(1001),
          "refundCreate.input.transactions.0.amount": "12.50",
          price_basis: "request",
        },
      },
    ]);
    expect(proxy.sandbox.state().moved.get("usd")?.out).toBe(12_500_000n);
    expect(proxy.sandbox.log()).toMatchObject([{ credential: { last4: "ijkl" } }]);
  });

  it("reads to the last page, and changes what moves nothing", async () => {
    const key = await issue();
    const { graphql } = clients(key);
    const query =
      "query ($after: String) { orders(first: 9, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }";
    const seen: string[] = [];
    const next = async (after: string | null): Promise<string | null> => {
      const { data } = await graphql.request(query, { variables: { after } });
      seen.push(...data.orders.edges.map(({ node }: { node: { id: string } }) => node.id));
      return data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
    };
    for (let after = await next(null); after !== null; ) after = await next(after);
    expect(new Set(seen).size).toBe(40);
    await graphql.request(`mutation { tagsAdd(id: "${gid(1001)}", tags: ["a"]) { userErrors { message } } }`);
    const rows = await proxy.rows(key.run);
    expect(rows.map(({ endpoint }) => endpoint)).toEqual([
      ...Array(5).fill("QUERY orders"),
      "MUTATION tagsAdd",
    ]);
    expect(new Set(rows.map(({ cost, state }) => `${state} ${cost}`))).toEqual(new Set(["settled 0"]));
  });

  it("asks the store where the amount is elsewhere, under a row of its own", async () => {
    const key = await issue();
    const { graphql } = clients(key);
    const calls = [
      `mutation { orderMarkAsPaid(input: {id: "${gid(1004)}"}) { order { id } userErrors { message } } }`,
      `mutation { orderCancel(orderId: "${gid(1005)}", refundMethod: {originalPaymentMethodsRefund: true}, restock: true, reason: OTHER) { job { id } orderCancelUserErrors { message } } }`,
      'mutation { draftOrderComplete(id: "gid://shopify/DraftOrder/3001") { draftOrder { id } userErrors { message } } }',
      'mutation { giftCardCreate(input: {initialValue: "15"}) { giftCard { id initialValue { amount currencyCode } } userErrors { message } } }',
      'mutation { fulfillmentCreate(fulfillment: {lineItemsByFulfillmentOrder: [{fulfillmentOrderId: "gid://shopify/FulfillmentOrder/41002"}]}) { fulfillment { id } userErrors { message } } }',
    ];
    for (const call of calls) await asked(() => graphql.request(call));
    const rows = (await proxy.rows(key.run)).filter(({ verdict }) => verdict === "allowed");
    const told = rows.map(
      ({ endpoint, cost, request }) => `${endpoint} ${cost}${request.look_up_for ? " looked up" : ""}`,
    );
    expect(told.sort()).toEqual(
      [
        "MUTATION draftOrderComplete 45",
        "MUTATION fulfillmentCreate 250",
        "MUTATION giftCardCreate 15",
        "MUTATION orderCancel 42",
        "MUTATION orderMarkAsPaid 60",
        "QUERY draftOrder 0 looked up",
        "QUERY node 0 looked up",
        "QUERY order 0 looked up",
        "QUERY order 0 looked up",
        "QUERY shop 0 looked up",
      ].sort(),
    );
    const moved = proxy.sandbox.state().moved.get("usd");
    expect(moved).toEqual({ in: 355_000_000n, out: 57_000_000n, back: 0n });
  });

  it("prices captures, orders and credits, alone and several in one document", async () => {
    const key = await issue();
    const { graphql } = clients(key);
    const money = (amount: string) => `{amount: "${amount}", currencyCode: USD}`;
    await graphql.request(`mutation {
      a: orderCapture(input: {id: "${gid(1002)}", parentTransactionId: "gid://shopify/OrderTransaction/1", amount: "50", currency: USD}) { transaction { id } userErrors { message } }
      b: orderCreate(order: {transactions: [{kind: SALE, amountSet: {shopMoney: ${money("20")}}}]}) { order { id } userErrors { message } }
      c: giftCardCredit(id: "gid://shopify/GiftCard/5001", creditInput: {creditAmount: ${money("5")}}) { userErrors { message } }
      d: storeCreditAccountCredit(id: "gid://shopify/StoreCreditAccount/9", creditInput: {creditAmount: ${money("7")}}) { userErrors { message } }
    }`);
    expect(await proxy.rows(key.run)).toMatchObject([
      {
        endpoint:
          "MUTATION giftCardCredit, MUTATION orderCapture, MUTATION orderCreate, MUTATION storeCreditAccountCredit",
        held: 82,
        // The store knows no such store credit account, and says so.
        cost: 75,
      },
    ]);
    expect(proxy.sandbox.state().moved.get("usd")).toEqual({ in: 70_000_000n, out: 5_000_000n, back: 0n });
  });

  it("costs nothing when the store says userErrors or THROTTLED", async () => {
    const key = await issue();
    const { graphql } = clients(key);
    const { data } = await graphql.request(REFUND, { variables: refundVariables("100.01") });
    expect(data.refundCreate.userErrors).toHaveLength(1);
    proxy.sandbox.scenario({ vendor: "shopify", fault: "rate_limit" });
    await expect(graphql.request(REFUND, { variables: refundVariables("5", "k2") })).rejects.toThrow(
      "Throttled",
    );
    expect(await proxy.rows(key.run)).toMatchObject([
      { state: "released", cost: 0, held: 100.01 },
      { state: "released", cost: 0, held: 5 },
    ]);
    expect(proxy.sandbox.state().moved.size).toBe(0);
  });
});

describe("the key of @idempotent", () => {
  it("makes a retry one spend: the same refund comes back and costs nothing", async () => {
    const key = await issue({ dailyUsd: 15 });
    const { graphql } = clients(key);
    const first = await graphql.request(REFUND, { variables: refundVariables("10") });
    await proxy.rows(key.run);
    const again = await graphql.request(REFUND, { variables: refundVariables("10") });
    expect(again.data).toEqual(first.data);
    expect((await proxy.rows(key.run)).map(({ state, cost }) => `${state} ${cost}`)).toEqual([
      "settled 10",
      "settled 0",
    ]);
    expect(proxy.sandbox.state()).toMatchObject({ executed: 1, replayed: 1 });
    const overage = await proxy.superuser.query(
      "SELECT overage_micros::int AS overage FROM key_ledger WHERE vault_key_id = $1",
      [key.id],
    );
    expect(overage.rows).toEqual([{ overage: 0 }]);
  });

  it("makes a retry after a lost answer one spend, whichever attempt was carried out", async () => {
    for (const fault of ["moved_after_reset", "reset", "moved_after_error"] as const) {
      proxy.sandbox.reset();
      const key = await issue({ dailyUsd: 15 });
      const { graphql } = clients(key);
      proxy.sandbox.scenario({ vendor: "shopify", fault });
      await expect(graphql.request(REFUND, { variables: refundVariables("10", fault) })).rejects.toThrow();
      expect((await proxy.rows(key.run))[0]).toMatchObject({ state: "unknown", held: 10 });
      const { data } = await graphql.request(REFUND, { variables: refundVariables("10", fault) });
      expect(data.refundCreate.refund).not.toBeNull();
      expect(proxy.sandbox.state()).toMatchObject({ executed: 1 });
      await proxy.rows(key.run);
      // Counted once: five dollars are left of the cap, and not ten.
      await expect(graphql.request(REFUND, { variables: refundVariables("5.01", "other") })).rejects.toThrow(
        /\$5 left/,
      );
      const { rows } = await proxy.superuser.query(
        "SELECT run_spent_micros::int AS spent, run_held_micros::int AS held, overage_micros::int AS overage FROM key_ledger WHERE vault_key_id = $1",
        [key.id],
      );
      expect(rows).toEqual([{ spent: 10_000_000, held: 0, overage: 0 }]);
    }
  });

  it("with other values is another call, which the store refuses", async () => {
    const key = await issue();
    const { graphql } = clients(key);
    await graphql.request(REFUND, { variables: refundVariables("10") });
    const { data } = await graphql.request(REFUND, { variables: refundVariables("11") });
    expect(data.refundCreate.userErrors).toHaveLength(1);
    expect((await proxy.rows(key.run)).map(({ state, cost }) => `${state} ${cost}`)).toEqual([
      "settled 10",
      "released 0",
    ]);
  });
});

describe("the REST client and resources through the proxy", () => {
  it("refund, to the last page by Link, with ids that no number holds", async () => {
    const key = await issue();
    const { rest, resources, session } = clients(key);
    const seen: string[] = [];
    type Query = NonNullable<Parameters<typeof rest.get>[0]["query"]>;
    const next = async (query: Query): Promise<Query | undefined> => {
      const { body, pageInfo } = await rest.get<{ refunds: { id: string }[] }>({
        path: "orders/1005/refunds",
        query,
      });
      seen.push(...body.refunds.map(({ id }) => id));
      return pageInfo?.nextPage?.query;
    };
    for (let query = await next({ limit: 3 }); query !== undefined; ) query = await next(query);
    expect(new Set(seen).size).toBe(7);

    const refund = new resources.Refund({ session });
    refund.order_id = "1001";
    refund.currency = "USD";
    refund.transactions = [{ parent_id: 1, amount: 41.94, kind: "refund", gateway: "bogus" }];
    await refund.saveAndUpdate();
    const rows = await proxy.rows(key.run);
    expect(rows.map(({ endpoint }) => endpoint)).toEqual([
      ...Array(3).fill("GET /admin/api/{version}/orders/{order_id}/refunds.json"),
      "POST /admin/api/{version}/orders/{order_id}/refunds.json",
    ]);
    expect(rows.at(-1)).toMatchObject({ state: "settled", held: 41.94, cost: 41.94, txn: String(refund.id) });
    expect(BigInt(String(refund.id))).toBeGreaterThan(2n ** 53n);
  });

  it("calculate, capture, cancel, complete and give, asking where the amount is elsewhere", async () => {
    const key = await issue();
    const { resources, session } = clients(key);
    const of = <T extends object>(made: T, values: Partial<T>): T => Object.assign(made, values);
    const refund = of(new resources.Refund({ session }), { order_id: "1001" });
    expect(await refund.calculate({ shipping: { full_refund: true }, body: { refund: {} } })).toMatchObject({
      refund: { transactions: [{ kind: "suggested_refund", amount: "100.0" }] },
    });
    await asked(() =>
      of(new resources.Transaction({ session }), { order_id: "1002", kind: "capture" }).save(),
    );
    await of(new resources.Order({ session }), { id: "1001" }).cancel({ amount: "20.00", currency: "USD" });
    await asked(() =>
      of(new resources.DraftOrder({ session }), { id: "3001" }).complete({ payment_pending: false }),
    );
    await asked(() => of(new resources.GiftCard({ session }), { initial_value: "25.00" }).save());
    const rows = await proxy.rows(key.run);
    const priced = rows.filter(({ request, verdict }) => !request.look_up_for && verdict === "allowed");
    expect(
      priced.map(({ endpoint, cost }) => `${endpoint.replace("/admin/api/{version}", "")} ${cost}`),
    ).toEqual([
      expect.stringContaining("calculate.json 0"),
      "POST /orders/{order_id}/transactions.json 250",
      "POST /orders/{id}/cancel.json 20",
      "PUT /draft_orders/{id}/complete.json 45",
      "POST /gift_cards.json 25",
    ]);
    expect(proxy.sandbox.state().moved.get("usd")).toEqual({ in: 295_000_000n, out: 45_000_000n, back: 0n });
  });

  it("hands on the store's own errors as they are", async () => {
    const { rest } = clients(await issue());
    const missing = await rest.get({ path: "orders/999" }).catch((error: unknown) => error);
    expect(missing).toMatchObject({
      response: { code: 422, body: { errors: { base: ["Order does not exist"] } } },
    });
    proxy.sandbox.scenario({ vendor: "shopify", fault: "rate_limit" });
    const throttled = await rest.get({ path: "orders" }).catch((error: unknown) => error);
    expect(throttled).toMatchObject({ response: { code: 429, retryAfter: 2 } });
  });
});

describe("what goes around the allowlist", () => {
  const harmless = "{ shop { name } }";
  const raw = async (key: TestKey, body: string, target = "/shopify/admin/api/2026-04/graphql.json") => {
    const answer = await fetch(`http://127.0.0.1:${proxy.port}${target}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": key.token },
      body,
    });
    return { verdict: answer.headers.get("keybrake-verdict"), status: answer.status };
  };

  it("is refused, and the store hears of none of it", async () => {
    const key = await issue({ allowed: ["QUERY shop"] });
    const query = (text: string) => JSON.stringify({ query: text });
    for (const [body, verdict] of [
      [query("{ shop { name } orders(first: 1) { nodes { id } } }"), "denied_endpoint"],
      [query("{ shop: orders(first: 1) { nodes { id } } }"), "denied_endpoint"],
      [
        query("query shop { ...F } fragment F on QueryRoot { orders(first: 1) { nodes { id } } }"),
        "denied_endpoint",
      ],
      [
        query('mutation shop { shop: giftCardCredit(id: "c") { userErrors { message } } }'),
        "denied_endpoint",
      ],
      [
        query(
          'mutation { bulkOperationRunMutation(mutation: "m", stagedUploadPath: "p") { userErrors { message } } }',
        ),
        "denied_endpoint",
      ],
      [query("{ __schema { types { name } } }"), "denied_endpoint"],
      [`[${query(harmless)}]`, "denied_request"],
      [query(`${harmless} query B { orders { nodes { id } } }`), "denied_request"],
      [query(harmless).replace("}", ',"extensions":{"persistedQuery":{}}}'), "denied_request"],
    ] as const) {
      expect([body, await raw(key, body)]).toEqual([body, { verdict, status: 200 }]);
    }
    for (const target of [
      "/admin/graphql.json",
      "/admin/api/unstable/graphql.json",
      "/admin/oauth/access_token",
    ]) {
      expect((await raw(key, query(harmless), target)).verdict).toBe("denied_endpoint");
    }
    expect(proxy.sandbox.log()).toEqual([]);
    expect(await raw(key, query(harmless))).toEqual({ verdict: "allowed", status: 200 });
  });

  it("is refused also where an old key lists a bulk mutation, and the row of a refusal names the operation", async () => {
    const bulk = await issue({ allowed: ["MUTATION bulkOperationRunMutation", "QUERY shop"] });
    const body = JSON.stringify({
      query:
        'mutation { bulkOperationRunMutation(mutation: "m", stagedUploadPath: "p") { userErrors { message } } }',
    });
    expect((await raw(bulk, body)).verdict).toBe("denied_endpoint");
    const key = await issue({ allowed: ["QUERY shop"] });
    await clients(key)
      .graphql.request(REFUND, { variables: refundVariables("5000") })
      .catch(() => undefined);
    expect(await proxy.rows(key.run)).toMatchObject([
      { endpoint: "MUTATION refundCreate", verdict: "denied_endpoint", state: "denied", cost: 0 },
    ]);
    expect(proxy.sandbox.log()).toEqual([]);
  });
});

type Asking = (of: ReturnType<typeof clients>) => Promise<unknown>;

const askGraphql: Asking = ({ graphql }) => graphql.request(REFUND, { variables: refundVariables("10") });
const askRest: Asking = ({ rest }) =>
  rest.post({
    path: "orders/1001/refunds",
    data: { refund: { currency: "USD", transactions: [{ amount: "10" }] } },
  });

const byClient = (graphql: Asking, rest: Asking): readonly Asking[] => [graphql, rest];
const both = byClient(askGraphql, askRest);

/** Each kind of denial: how a key comes to it, and what is then called by either client. */
const denials: ReadonlyArray<
  readonly [what: string, key: () => Promise<Pick<TestKey, "token">>, asks: readonly Asking[]]
> = [
  ["no such key", () => Promise.resolve({ token: "shpat_nosuchkey" }), both],
  [
    "revoked",
    async () => {
      const key = await issue();
      await proxy.revoke(key);
      return key;
    },
    both,
  ],
  [
    "expired",
    async () => {
      const key = await issue({ expiresInMs: 1 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      return key;
    },
    both,
  ],
  [
    "an amount that can be read in two ways",
    () => issue(),
    byClient(
      ({ graphql }) => graphql.request(REFUND, { variables: refundVariables("1e1") }),
      ({ rest }) =>
        rest.post({ path: "orders/1001/refunds", data: { refund: { transactions: [{ amount: "1e1" }] } } }),
    ),
  ],
  ["not on the allowlist", () => issue({ allowed: ["QUERY shop"] }), both],
  [
    "cost unknown",
    () => issue(),
    byClient(
      ({ graphql }) =>
        graphql.request(
          'mutation { orderEditCommit(id: "gid://shopify/CalculatedOrder/1") { userErrors { message } } }',
        ),
      ({ rest }) => rest.post({ path: "checkouts/0123456789abcdef/complete", data: {} }),
    ),
  ],
  ["a currency without a rate", () => issue({ rules: { currencies: ["eur"] } }), both],
  ["above the call cap", () => issue({ callUsd: 5 }), both],
  ["above the run cap", () => issue({ runUsd: 5 }), both],
  ["above the daily cap", () => issue({ dailyUsd: 5 }), both],
  [
    "too many calls",
    async () => {
      const key = await issue({ maxCalls: 1 });
      await clients(key).graphql.request("{ shop { name } }");
      return key;
    },
    both,
  ],
  [
    "the credential is refused by the store",
    async () => {
      const secret = { store: "acme.myshopify.com", access_token: "shpat_sandbox_revoked_abcdefghijkl" };
      return issue({ credentialId: await proxy.credential({ vendor: "shopify", mode: "sandbox", secret }) });
    },
    both,
  ],
  [
    "the answer was lost",
    async () => {
      proxy.sandbox.scenario({ vendor: "shopify", fault: "moved_after_reset" });
      return issue();
    },
    both,
  ],
  [
    "the ledger cannot be reached",
    async () => {
      const key = await issue();
      ledgerIsDown = true;
      return key;
    },
    both,
  ],
];

/** What an error of the client shows of the answer: its class, and how much of the denial's sentence its message has. */
function shown(error: unknown, answered: Answered): string {
  if (!(error instanceof ShopifyError)) return `not the client's own: ${String(error)}`;
  // The REST client puts the body into its message as JSON.
  const escaped = JSON.stringify(answered.sentence).slice(1, -1);
  const isWhole = error.message.includes(answered.sentence) || error.message.includes(escaped);
  const begins = error.message.includes(answered.sentence.slice(0, 60));
  const place = isWhole ? "the sentence" : begins ? "its beginning" : "nothing";
  return `${answered.status} ${error.constructor.name}, ${place}`;
}

describe("each denial", () => {
  it("is the client's own error, told once: the table in docs/vendors/shopify.md is what was seen", async () => {
    const table = ["| Denial | Code | GraphQL client | REST client | Requests |", "|---|---|---|---|---|"];
    for (const [what, makeKey, asks] of denials) {
      const cells: string[] = [];
      for (const ask of asks) {
        const of = clients(await makeKey());
        arrivals = 0;
        const error = await ask(of)
          .catch((fault: unknown) => fault)
          .finally(() => {
            ledgerIsDown = false;
          });
        cells.push(shown(error, answered));
        expect([what, arrivals]).toEqual([what, 1]);
      }
      table.push(`| ${what} | \`${answered.code}\` | ${cells.join(" | ")} | 1 |`);
    }
    const page = readFileSync(new URL("../../../docs/vendors/shopify.md", import.meta.url), "utf8");
    expect(page.slice(page.indexOf("| Denial |")).split("\n\n")[0]?.trim()).toBe(table.join("\n"));
  });
});
