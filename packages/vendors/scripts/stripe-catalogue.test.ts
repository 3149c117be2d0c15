import { expect, test } from "vitest";
import { goneParameters, legacyAliases } from "./legacy-parameters.ts";
import { readSdkNames, sdkFolder } from "./sdk-calls.ts";
import { shape, stripeCatalogue, unclassified } from "./stripe-catalogue.ts";

test("every call of the installed SDK is classified, under whatever names its path's parameters have", () => {
  const calls = readSdkNames(sdkFolder);
  expect(calls.length).toBeGreaterThan(600);
  expect(unclassified(calls)).toEqual([]);
  expect(unclassified([{ name: "POST /v1/refunds/{refund}/cancel", label: "x" }])).toEqual([]);
});

test("a call of a newer SDK is named until somebody has classified it", () => {
  const calls = [
    { name: "POST /v1/refunds", label: "RefundResource.create" },
    { name: "POST /v1/refunds/{id}/double", label: "RefundResource.double" },
    { name: "PUT /v1/refunds", label: "RefundResource.put" },
  ];
  expect(unclassified(calls)).toEqual([
    "not in src/stripe/data/endpoints.ts, classify it by hand: POST /v1/refunds/{id}/double (RefundResource.double)",
    "not in src/stripe/data/endpoints.ts, classify it by hand: PUT /v1/refunds (RefundResource.put)",
  ]);
});

test("none of the 354 POSTs has no class", () => {
  const posts = [...stripeCatalogue.values()].filter(({ name }) => name.startsWith("POST "));
  expect(posts).toHaveLength(354);
  for (const { kind } of posts) expect(kind).toMatch(/^[A-Z_]+$/);
});

test("an alias of older API versions moves what the call moves that it stands for", () => {
  for (const [alias, name] of Object.entries(legacyAliases)) {
    const kind = stripeCatalogue.get(shape(name))?.kind;
    expect(kind).toBeDefined();
    expect([alias, stripeCatalogue.get(shape(alias))?.kind]).toEqual([alias, kind]);
  }
  for (const name of Object.keys(goneParameters)) {
    expect(stripeCatalogue.get(shape(name))?.kind).toBe("MONEY_IN_DEFERRED");
  }
});
