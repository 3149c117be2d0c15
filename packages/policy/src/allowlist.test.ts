import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileAllowlist, resolveAllowlist } from "./allowlist.ts";
import { type CatalogueEndpoint, parseEndpointPattern } from "./endpoint-pattern.ts";

function endpoint(name: string, endpointClass: string): CatalogueEndpoint {
  return { name, method: name.slice(0, name.indexOf(" ")), class: endpointClass };
}

const catalogue = [
  endpoint("POST /v1/payment_intents", "MONEY_IN"),
  endpoint("POST /v1/payment_intents/{id}", "MONEY_IN"),
  endpoint("POST /v1/payment_intents/{id}/capture", "MONEY_IN_INDIRECT"),
  endpoint("GET /v1/payment_intents/search", "READ"),
  endpoint("GET /v1/payment_intents/{id}", "READ"),
  endpoint("GET /v1/customers", "READ"),
  endpoint("GET /v1/customers/{customer}", "READ"),
  endpoint("GET /v1/customers/{customer}/sources/{id}", "READ"),
  endpoint("GET /v1/customers_export", "READ"),
  endpoint("DELETE /v1/customers/{customer}", "DESTRUCTIVE"),
  endpoint("GET /v1/lookups/{number}", "VENDOR_FEE"),
  endpoint("POST /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json", "OBJECT"),
  endpoint("POST verify.twilio.com/v2/Services/{Sid}/Verifications", "VENDOR_SPEND"),
  endpoint("GET verify.twilio.com/v2/Services/{Sid}", "READ"),
  endpoint("MUTATION refundCreate", "MONEY_OUT"),
  endpoint("QUERY orders", "READ"),
];

function allowedBy(...patterns: string[]): string[] {
  const allowlist = compileAllowlist(patterns);
  return catalogue.filter((one) => allowlist.allows(one)).map((one) => one.name);
}

describe("compileAllowlist", () => {
  test("an exact entry allows its own endpoint and no other", () => {
    for (const one of catalogue) expect(allowedBy(one.name)).toEqual([one.name]);
  });

  test("any parameter name is the same parameter", () => {
    expect(allowedBy("DELETE /v1/customers/{anything}")).toEqual(["DELETE /v1/customers/{customer}"]);
  });

  test("a parameter does not swallow a literal endpoint, nor a literal a parameter", () => {
    expect(allowedBy("GET /v1/payment_intents/{id}")).toEqual(["GET /v1/payment_intents/{id}"]);
    expect(allowedBy("GET /v1/payment_intents/search")).toEqual(["GET /v1/payment_intents/search"]);
  });

  test("a wildcard allows only READ endpoints of GET below it, not its own level nor a longer name", () => {
    expect(allowedBy("GET /v1/customers/*")).toEqual([
      "GET /v1/customers/{customer}",
      "GET /v1/customers/{customer}/sources/{id}",
    ]);
    expect(allowedBy("GET /v1/lookups/*")).toEqual([]);
  });

  test("a wildcard on the host-less root does not reach another host, nor GraphQL", () => {
    expect(allowedBy("GET /*")).toEqual([
      "GET /v1/payment_intents/search",
      "GET /v1/payment_intents/{id}",
      "GET /v1/customers",
      "GET /v1/customers/{customer}",
      "GET /v1/customers/{customer}/sources/{id}",
      "GET /v1/customers_export",
    ]);
    expect(allowedBy("GET verify.twilio.com/*")).toEqual(["GET verify.twilio.com/v2/Services/{Sid}"]);
  });

  test("a stored entry that cannot be read is a fault, so that no key works in part", () => {
    expect(() => compileAllowlist(["POST /v1/payment_intents", "POST /*"])).toThrow(/cannot be read/);
  });
});

describe("resolveAllowlist", () => {
  test("entries come back once, in order, in the catalogue's own spelling", () => {
    const patterns = [
      "DELETE /v1/customers/{id}",
      "MUTATION refundCreate",
      "DELETE /v1/customers/{customer}",
    ];
    expect(resolveAllowlist(patterns, catalogue)).toEqual({
      ok: true,
      canonical: ["DELETE /v1/customers/{customer}", "MUTATION refundCreate"],
    });
  });

  test("a resolved allowlist allows exactly what the entries as written do", () => {
    const patterns = [...catalogue.map((one) => one.name), "GET /v1/customers/*", "GET verify.twilio.com/*"];
    fc.assert(
      fc.property(fc.subarray(patterns, { minLength: 1 }), (chosen) => {
        const resolved = resolveAllowlist(chosen, catalogue);
        expect(resolved.ok && allowedBy(...resolved.canonical)).toEqual(allowedBy(...chosen));
      }),
    );
  });

  test("entries that match nothing are refused by their place, with the nearest endpoints", () => {
    const patterns = [
      "POST /v1/payment_intent",
      "QUERY orders",
      "POST /v1/payment_intents/pi_3Nx8YpLkdIwHu7ix0123/capture",
      "GET /v1/custmers/*",
      "MUTATION refundCreated",
    ];
    const resolved = resolveAllowlist(patterns, catalogue);
    expect(resolved.ok ? [] : resolved.errors.map((error) => [error.index, error.suggestions[0]])).toEqual([
      [0, "POST /v1/payment_intents"],
      [2, "POST /v1/payment_intents/{id}/capture"],
      [3, "GET /v1/customers/*"],
      [4, "MUTATION refundCreate"],
    ]);
  });

  test("a wildcard that covers only GETs that cost money is refused", () => {
    const resolved = resolveAllowlist(["GET /v1/lookups/*"], catalogue);
    expect(resolved.ok ? [] : resolved.errors.map((error) => error.message)).toEqual([
      "No read-only endpoint of this vendor lies below it.",
    ]);
  });

  test("at most three endpoints are suggested, and each is one that would be accepted", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const resolved = resolveAllowlist([text], catalogue);
        const suggestions = resolved.ok ? [] : resolved.errors.flatMap((error) => error.suggestions);
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const suggestion of suggestions) expect(resolveAllowlist([suggestion], catalogue).ok).toBe(true);
      }),
    );
  });
});

describe("parseEndpointPattern", () => {
  test.each([
    "",
    "POST",
    "/v1/charges",
    "post /v1/charges",
    "POST  /v1/charges",
    " POST /v1/charges",
    "POST /v1/charges ",
    "POST /v1/charges\n",
    "POST\t/v1/charges",
    "CONNECT /v1/charges",
    "HEAD /v1/charges",
    "POST /v1/charges/",
    "POST //v1/charges",
    "POST /v1//charges",
    "POST /v1/../charges",
    "POST /v1/./charges",
    "POST /v1/%63harges",
    "POST /v1/charges?x=1",
    "POST /v1/charges#x",
    "POST /v1\\charges",
    "POST /v1/charges;x",
    "POST /v1/{}",
    "POST /v1/{a}{b}",
    "POST /v1/{a",
    "POST /v1/a}",
    "POST /v1/{a/b}",
    "POST /v1/{a b}",
    "POST /*",
    "POST /v1/customers/*",
    "DELETE /v1/customers/*",
    "GET /v1/*/sources",
    "GET /v1/cus*",
    "GET /v1/**",
    "GET *",
    "GET /",
    "GET Verify.twilio.com/v2",
    "GET twilio/v2",
    "GET verify.twilio.com",
    "GET verify.twilio.com:443/v2",
    "GET u@verify.twilio.com/v2",
    "GET -a.com/v2",
    "GET http://verify.twilio.com/v2",
    "MUTATION refund-create",
    "MUTATION",
    "MUTATION *",
    "SUBSCRIPTION orders",
    "query orders",
    `GET /${"a".repeat(300)}`,
    `GET ${"/a".repeat(33)}`,
  ])("refuses %j with a sentence", (text) => {
    const result = parseEndpointPattern(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message).toMatch(/^[A-Z].*\.$/);
  });

  test("whatever is accepted is accepted in its canonical spelling, and stays the same", () => {
    const part = fc.constantFrom(
      "v1",
      "customers",
      "{id}",
      "{a}.json",
      "*",
      "",
      "..",
      "verify.twilio.com",
      "x y",
    );
    const text = fc
      .tuple(fc.constantFrom("GET", "POST", "QUERY"), fc.array(part, { maxLength: 5 }))
      .map(([method, parts]) => `${method} ${parts.join("/")}`);
    fc.assert(
      fc.property(text, (candidate) => {
        const result = parseEndpointPattern(candidate);
        if (result.ok) expect(parseEndpointPattern(result.value.canonical)).toEqual(result);
      }),
    );
  });
});
