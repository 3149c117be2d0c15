import { expect, test } from "vitest";
import { deny } from "./errors.ts";

const graphql = "/shopify/admin/api/2026-04/graphql.json";
const rest = "/admin/api/2026-04/orders.json";
const input = { code: "denied_daily_cap", message: "Too much.", status: 429 };

test.each([
  [graphql, 429, 200],
  [graphql, 403, 200],
  [graphql, 400, 200],
  [graphql, 413, 200],
  [graphql, 401, 401],
  [graphql, 502, 502],
  [graphql, 503, 503],
  [graphql, 504, 504],
  [rest, 429, 429],
  [rest, 401, 401],
])("a denial of %s by %i is answered %i", (path, status, answered) => {
  expect(deny({ ...input, status, path }).status).toBe(answered);
});

test("each kind of client finds the sentence and the verdict where it looks", () => {
  expect(JSON.parse(deny({ ...input, path: graphql }).body)).toEqual({
    errors: [{ message: "Too much.", extensions: { code: "denied_daily_cap" } }],
  });
  expect(JSON.parse(deny({ ...input, path: rest }).body)).toEqual({
    errors: "Too much.",
    code: "denied_daily_cap",
  });
  expect(deny({ ...input, path: graphql })).toMatchObject({
    reason: "Keybrake denied daily cap: Too much.",
    headers: { "content-type": "application/json", "x-should-retry": "false" },
  });
});
