import {
  GraphqlQueryError,
  HttpInternalError,
  HttpResponseError,
  HttpThrottlingError,
} from "@shopify/shopify-api";
import { describe, expect, test } from "vitest";
import { type ShopifyClients, TOKEN, withSandbox } from "./sandbox/sandbox.fixture.ts";

const REFUND = `mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id totalRefundedSet { presentmentMoney { amount currencyCode } } }
    userErrors { field message code }
  }
}`;

interface RefundsPage {
  readonly ids: readonly string[];
  readonly query: NonNullable<Parameters<ShopifyClients["rest"]["get"]>[0]["query"]> | undefined;
}

async function refundsPage(rest: ShopifyClients["rest"], query: RefundsPage["query"]): Promise<RefundsPage> {
  const { body, pageInfo } = await rest.get<{ refunds: { id: string }[] }>({
    path: "orders/1005/refunds",
    ...(query === undefined ? {} : { query }),
  });
  return { ids: body.refunds.map(({ id }) => id), query: pageInfo?.nextPage?.query };
}

interface OrdersPage {
  readonly orders: {
    readonly nodes: { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const refundOf = (amount: string, more: object = {}) => ({
  orderId: "gid://shopify/Order/1001",
  currency: "USD",
  transactions: [
    {
      amount,
      kind: "REFUND",
      gateway: "shopify_payments",
      orderId: "gid://shopify/Order/1001",
      parentId: "gid://shopify/OrderTransaction/1",
    },
  ],
  ...more,
});

describe("the official client against the sandbox", () => {
  test("GraphQL: reads to the last page, refunds, and sees the order change", () =>
    withSandbox(async (sandbox, { graphql }) => {
      const query =
        "query ($after: String) { orders(first: 7, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }";
      const seen: string[] = [];
      let after: string | null = null;
      for (let more = true; more; ) {
        const { data }: { data?: OrdersPage } = await graphql.request<OrdersPage>(query, {
          variables: { after },
        });
        if (data === undefined) throw new Error("no page");
        seen.push(...data.orders.nodes.map(({ id }) => id));
        after = data.orders.pageInfo.endCursor;
        more = data.orders.pageInfo.hasNextPage;
      }
      expect(new Set(seen).size).toBe(40);

      const { data } = await graphql.request(REFUND, { variables: { input: refundOf("12.50"), key: "k1" } });
      expect(data.refundCreate).toMatchObject({
        refund: { totalRefundedSet: { presentmentMoney: { amount: "12.5", currencyCode: "USD" } } },
        userErrors: [],
      });
      const read = await graphql.request(
        '{ order(id: "gid://shopify/Order/1001") { totalRefundedSet { shopMoney { amount } } } }',
      );
      expect(read.data.order.totalRefundedSet.shopMoney.amount).toBe("12.5");
      expect(sandbox.state().moved.get("usd")).toEqual({ in: 0n, out: 12_500_000n, back: 0n });
    }));

  test("@idempotent: the first answer again, once carried out; refused with other values, and when missing", () =>
    withSandbox(async (sandbox, { graphql }) => {
      const once = await graphql.request(REFUND, { variables: { input: refundOf("10"), key: "k1" } });
      const again = await graphql.request(REFUND, { variables: { input: refundOf("10"), key: "k1" } });
      expect(again.data).toEqual(once.data);
      const other = await graphql.request(REFUND, { variables: { input: refundOf("11"), key: "k1" } });
      expect(other.data.refundCreate.userErrors[0].code).toBe("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
      const bare =
        "mutation ($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }";
      await expect(graphql.request(bare, { variables: { input: refundOf("10") } })).rejects.toBeInstanceOf(
        GraphqlQueryError,
      );
      expect(sandbox.state().moved.get("usd")?.out).toBe(10_000_000n);
      expect(sandbox.state()).toMatchObject({ executed: 1, replayed: 1 });
    }));

  test("a key whose first request is under way is refused", () =>
    withSandbox(async (sandbox, { graphql }) => {
      sandbox.scenario({ vendor: "shopify", fault: "slow", delay_ms: 300 });
      const variables = { input: refundOf("10"), key: "k1" };
      const slow = graphql.request(REFUND, { variables });
      await expect.poll(() => sandbox.log().length).toBe(1);
      const second = await graphql.request(REFUND, { variables });
      expect(second.data.refundCreate.userErrors[0].code).toBe("IDEMPOTENCY_CONCURRENT_REQUEST");
      expect((await slow).data.refundCreate.userErrors).toEqual([]);
      expect(sandbox.state().moved.get("usd")?.out).toBe(10_000_000n);
    }));

  test("userErrors: more than was paid, another currency, an order that is not there", () =>
    withSandbox(async (sandbox, { graphql }) => {
      for (const input of [
        refundOf("100.01"),
        refundOf("5", { currency: "EUR" }),
        refundOf("5", { orderId: "gid://shopify/Order/9" }),
      ]) {
        const { data } = await graphql.request(REFUND, { variables: { input, key: JSON.stringify(input) } });
        expect(data.refundCreate.refund).toBeNull();
        expect(data.refundCreate.userErrors).toHaveLength(1);
      }
      expect(sandbox.state().moved.size).toBe(0);
    }));

  test("THROTTLED, declined and failing, as scenario or by a magic note", () =>
    withSandbox(async (sandbox, { graphql }) => {
      sandbox.scenario({ vendor: "shopify", fault: "rate_limit" });
      const throttled = await graphql.request("{ shop { name } }").catch((error: unknown) => error);
      expect(throttled).toBeInstanceOf(GraphqlQueryError);
      expect(JSON.stringify(throttled)).toContain("THROTTLED");
      const input = refundOf("5", { note: "sandbox:decline" });
      const declined = await graphql.request(REFUND, { variables: { input, key: "k" } });
      expect(declined.data.refundCreate.userErrors).toHaveLength(1);
      const failing = { input: refundOf("5", { note: "sandbox:500" }), key: "k2" };
      await expect(graphql.request(REFUND, { variables: failing })).rejects.toThrow("500");
      expect(sandbox.state().moved.size).toBe(0);
    }));

  test("REST: refunds to the last page by Link, with ids that no number holds", () =>
    withSandbox(async (sandbox, { session, resources, rest }) => {
      const seen: string[] = [];
      let query: RefundsPage["query"] = { limit: "3" };
      while (query !== undefined) {
        const page: RefundsPage = await refundsPage(rest, query);
        seen.push(...page.ids);
        query = page.query;
      }
      expect(new Set(seen).size).toBe(7);
      expect(seen.every((id) => BigInt(id) > 9_007_199_254_740_992n)).toBe(true);

      const refund = new resources.Refund({ session });
      refund.order_id = "1001";
      refund.currency = "USD";
      refund.transactions = [{ parent_id: 1, amount: 41.94, kind: "refund", gateway: "bogus" }];
      await refund.saveAndUpdate();
      expect(BigInt(String(refund.id))).toBeGreaterThan(2n ** 53n);
      expect(sandbox.state().moved.get("usd")?.out).toBe(41_940_000n);
      const entry = sandbox.log().at(-1);
      expect(entry).toMatchObject({
        vendor: "shopify",
        executed: true,
        objectId: String(refund.id),
        credential: { last4: TOKEN.slice(-4) },
      });
    }));

  test("REST errors are the client's own", () =>
    withSandbox(async (sandbox, { rest, resources, session }) => {
      await expect(rest.get({ path: "nothing" })).rejects.toBeInstanceOf(HttpResponseError);
      sandbox.scenario({ vendor: "shopify", fault: "rate_limit" });
      await expect(rest.get({ path: "shop" })).rejects.toBeInstanceOf(HttpThrottlingError);
      sandbox.scenario({ vendor: "shopify", fault: "server_error" });
      await expect(rest.get({ path: "shop" })).rejects.toBeInstanceOf(HttpInternalError);
      const order = new resources.Order({ session });
      order.id = "1001";
      await order.cancel({ amount: "20.00", currency: "USD" });
      expect(sandbox.state().moved.get("usd")?.out).toBe(20_000_000n);
    }));
});
