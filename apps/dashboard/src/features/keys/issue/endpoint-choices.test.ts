import { expect, test } from "vitest";
import { choicesOf, findChoices } from "./endpoint-choices.ts";

const entry = (name: string, label: string, kind: string) => ({
  name,
  label,
  class: kind,
  costs_money: kind.startsWith("MONEY"),
});
const choices = choicesOf([
  entry("GET /v1/charges/{id}/refunds", "charges.listRefunds", "READ"),
  entry("GET /v1/charges", "charges.list", "READ"),
  entry("POST /v1/refunds", "refunds.create", "MONEY_OUT"),
]);

test("wildcards are offered where they read more than one endpoint, and never count as moving money", () => {
  expect(choices.filter(({ name }) => name.endsWith("*"))).toEqual([
    { name: "GET /v1/*", label: "", class: "READ", costs_money: false, reach: 2 },
  ]);
});

test("a search finds by path and by the SDK's name, and the endpoint that is named so comes first", () => {
  expect(findChoices(choices, "refund").map(({ name }) => name)).toEqual([
    "POST /v1/refunds",
    "GET /v1/charges/{id}/refunds",
  ]);
  expect(findChoices(choices, "charges.list").map(({ name }) => name)).toContain("GET /v1/charges");
  expect(findChoices(choices, "no such")).toEqual([]);
});
