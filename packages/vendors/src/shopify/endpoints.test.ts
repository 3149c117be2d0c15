import { parseEndpointPattern } from "@keybrake/policy";
import { describe, expect, test } from "vitest";
import { costsMoney } from "../money-classes.ts";
import { vendors } from "../registry.ts";
import { apiPrefix, endpoints, idsIn, matchEndpoint } from "./endpoints.ts";
import { mutationFields } from "./pricing/fields.ts";
import { mutationRules } from "./pricing/mutations.ts";
import { restPricing } from "./pricing/rest.ts";

const match = (line: string) => {
  const [method = "", path = ""] = line.split(" ");
  return matchEndpoint(method, path)?.name ?? null;
};

describe("the catalogue", () => {
  test("has the 374 calls of the SDK, and every operation once", () => {
    const rest = endpoints.filter(({ name }) => name.includes("/"));
    expect(rest).toHaveLength(374);
    expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
    expect(endpoints.filter(({ name }) => name.startsWith("MUTATION ")).length).toBeGreaterThan(60);
    expect(endpoints.some(({ class: kind }) => kind === "DOCUMENT")).toBe(false);
    expect(vendors.some(({ name }) => name === "shopify")).toBe(true);
  });

  test("has names that an allowlist takes and tells apart", () => {
    const canonical = endpoints.map(({ name }) => {
      const pattern = parseEndpointPattern(name);
      return pattern.ok ? pattern.value.canonical : `refused: ${name}`;
    });
    expect(canonical.filter((each) => each.startsWith("refused"))).toEqual([]);
    expect(new Set(canonical).size).toBe(endpoints.length);
  });

  test("every call that costs money has a rule and a list of its fields, and no rule is left over", () => {
    const money = endpoints.filter(({ class: kind }) => costsMoney(kind));
    const mutations = money.filter(({ name }) => name.startsWith("MUTATION ")).map(({ label }) => label);
    expect(Object.keys(mutationRules).sort()).toEqual(mutations.sort());
    expect(Object.keys(mutationFields).sort()).toEqual(mutations.sort());
    const rest = money
      .filter(({ name }) => name.includes("/"))
      .map(({ name }) => name.replace(apiPrefix, ""));
    expect(Object.keys(restPricing).sort()).toEqual(rest.sort());
  });
});

describe("matching", () => {
  test.each([
    ["POST /admin/api/2026-04/graphql.json", `POST ${apiPrefix}/graphql.json`],
    ["GET /admin/api/2026-04/orders.json", `GET ${apiPrefix}/orders.json`],
    ["GET /admin/api/2026-04/orders/count.json", `GET ${apiPrefix}/orders/count.json`],
    ["GET /admin/api/2025-10/orders/9007199254740993.json", `GET ${apiPrefix}/orders/{id}.json`],
    ["POST /admin/api/2026-04/orders/1/refunds.json", `POST ${apiPrefix}/orders/{order_id}/refunds.json`],
    [
      "POST /admin/api/2026-04/orders/1/refunds/calculate.json",
      `POST ${apiPrefix}/orders/{order_id}/refunds/calculate.json`,
    ],
    [
      "GET /admin/api/2026-04/checkouts/0123456789abcdef0123456789abcdef.json",
      `GET ${apiPrefix}/checkouts/{token}.json`,
    ],
  ])("%s", (line, name) => {
    expect(match(line)).toBe(name);
  });

  test.each([
    "POST /admin/graphql.json",
    "POST /admin/orders/1/refunds.json",
    "POST /admin/api/graphql.json",
    "POST /admin/api/unstable/graphql.json",
    "POST /admin/api/2026-4/graphql.json",
    "POST /admin/api/2026-05/graphql.json",
    "POST /admin/api/1926-04/graphql.json",
    "POST /admin/api/2026-04/graphql",
    "GET /admin/api/2026-04/graphql.json",
    "POST /admin/api/2026-04/GraphQL.json",
    "POST /api/2026-04/graphql.json",
    "POST /admin/oauth/access_token",
    "GET /admin/oauth/access_scopes.json",
    "POST /admin/oauth/access_token.json",
    "GET /admin/api/2026-04/orders/1",
    "GET /admin/api/2026-04/orders/123456",
    "GET /admin/api/2026-04/orders/1.json/refunds.json",
    "POST /admin/api/2026-04/orders/1.json/refunds.json",
    "GET /admin/api/2026-04/orders/abc.json",
    "GET /admin/api/2026-04/orders/1.xml",
    "GET /admin/api/2026-04/orders/01.json",
    "GET /admin/api/2026-04/orders/.json",
    "GET /admin/api/2026-04/orders/123456789012345678901.json",
    "POST /admin/api/2026-04/orders/1/fulfillments.json",
    "DELETE /admin/api/2026-04/graphql.json",
  ])("%s is nothing", (line) => {
    expect(match(line)).toBeNull();
  });

  test("a path's ids come without their .json", () => {
    const path = "/admin/api/2026-04/orders/11/refunds/22.json";
    const endpoint = matchEndpoint("GET", path);
    expect(endpoint && idsIn(endpoint, path)).toEqual(["2026-04", "11", "22"]);
  });
});
