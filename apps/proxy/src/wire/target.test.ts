import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flawOfTarget, splitTarget } from "./target.ts";

function judge(raw: string) {
  return flawOfTarget(raw, splitTarget(raw));
}

describe("a canonical target", () => {
  it.each([
    "/v1/payment_intents",
    "/v1/customers/cus_123",
    "/stripe/v1/charges",
    "/twilio/verify.twilio.com/v2/Services",
    "/2010-04-01/Accounts/AC1/Messages.json",
    "/admin/api/2026-01/graphql.json",
    "/v1/charges?limit=3&expand[0]=data.customer&created[gte]=1",
    "/v1/charges?expand%5B%5D=data&query=email%3A%22a%40b.c%22",
    "/v1/x?",
    "/v1/...",
    "/v1/.well-known",
    "/v1/a+b@c:d",
  ])("%s passes", (raw) => {
    expect(judge(raw)).toBeNull();
  });

  it("keeps path and query exactly as they came in", () => {
    expect(splitTarget("/v1/a?b=%2e&c?d")).toEqual({ path: "/v1/a", query: "b=%2e&c?d" });
  });
});

describe("a target that two readers could understand differently", () => {
  it.each([
    // Threat 1: dot segments, plain and encoded.
    "/a/../b",
    "/a/./b",
    "/..",
    "/.",
    "/v1/customers/..",
    "/v1/%2e%2e/refunds",
    "/v1/.%2E/refunds",
    // Threat 2: anything encoded in a path segment.
    "/v1/a%2fb",
    "/v1/a%5cb",
    "/v1/a%00",
    "/v1/a%252e",
    "/v1/%72efunds",
    "/v1/a%",
    // Threat 3: empty segments, backslash, parameters, fragments.
    "//evil.com/v1",
    "/v1//refunds",
    "/v1\\refunds",
    "/v1/charges;a=b",
    "/v1/charges#x",
    "/v1/charges?a=b#x",
    // Threat 4: a trailing slash is another path.
    "/v1/charges/",
    "/",
    // Threat 5: every other form of target.
    "http://u:p@evil:9/v1/charges",
    "https://api.stripe.com/v1/charges",
    "evil:9",
    "*",
    "",
    // Threat 7: a method in the query, a NUL, a bad encoding.
    "/v1/charges?_method=DELETE",
    "/v1/charges?a=1&_method=PUT",
    "/v1/charges?_method",
    "/v1/charges?a=%00",
    "/v1/charges?a=%zz",
    "/v1/charges?a=%4",
    "/v1/charges?a=b;c=d",
    '/v1/charges?a="b"',
    "/v1/charges?a=<b>",
    "/v1/chärges",
    "/v1/charges?a=é",
    "/v1/charges ",
    "/v1/\u0000",
    "/v1/a\tb",
  ])("%j is refused, never repaired", (raw) => {
    expect(judge(raw)).not.toBeNull();
  });

  it("is refused with 414 from 4,097 bytes on", () => {
    const longest = `/${"a".repeat(4_095)}`;
    expect(judge(longest)).toBeNull();
    expect(judge(`${longest}a`)).toMatchObject({ status: 414 });
  });

  it("reads the same in a second, independent parser whenever it passes", () => {
    const part = fc.constantFrom(
      "/",
      "//",
      "v1",
      "..",
      ".",
      "%2e",
      "%2F",
      "\\",
      ";",
      "#",
      "?",
      "@",
      ":",
      "a",
      "é",
      " ",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const raw = `/${parts.join("")}`;
        if (judge(raw) !== null) return;
        const url = new URL(raw, "http://vendor.example");
        const { path, query } = splitTarget(raw);
        expect({ host: url.host, path: url.pathname }).toEqual({ host: "vendor.example", path });
        expect(url.search.replace(/^\?/, "").replaceAll("'", "%27")).toBe(query.replaceAll("'", "%27"));
      }),
      { numRuns: 5_000 },
    );
  });
});
