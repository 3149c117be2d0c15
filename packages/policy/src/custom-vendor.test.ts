import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customOrigin } from "./custom-origin.ts";
import {
  customHeaderName,
  customVendorName,
  customVendorSchema,
  type StoredCustomVendor,
  storeCustomVendor,
} from "./custom-vendor.ts";
import { keyRulesSchema } from "./rules.ts";

const mail: StoredCustomVendor = {
  name: "acme-mail",
  title: "Acme Mail",
  origin: "https://api.acme.com",
  attachment: { kind: "basic", secretIs: "password", other: "api" },
  passedHeaders: ["idempotency-key"],
  endpoints: [
    { method: "GET", path: "/v1/messages/{id}", price: { kind: "free" } },
    { method: "POST", path: "/v1/messages", price: { kind: "flat", micros: "1000" } },
    {
      method: "POST",
      path: "/v1/charges",
      price: { kind: "amount", format: "json", amount: ["total", "value"], currency: "usd", unit: "minor" },
    },
  ],
};

const pathsOf = (over: object) => {
  const parsed = customVendorSchema.safeParse({ ...mail, ...over });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
};

describe("the origin of a vendor of one's own", () => {
  test.each([
    "https://api.acme.com",
    "https://api.acme.com:8443",
    "https://xn--bcher-kva.example",
    "https://a1.b2.c-3.museum",
  ])("may be %s", (origin) => {
    expect(customOrigin.safeParse(origin).success).toBe(true);
  });

  test.each([
    ["http://api.acme.com", "no TLS"],
    ["https://127.0.0.1", "an address"],
    ["https://0177.0.0.1", "octal"],
    ["https://0x7f.1", "hexadecimal and short"],
    ["https://2130706433", "one number"],
    ["https://127.1", "short"],
    ["https://1.2.3.0x4", "hexadecimal at the end"],
    ["https://[::1]", "IPv6"],
    ["https://[::ffff:127.0.0.1]", "mapped"],
    ["https://１２７.０.０.１", "fullwidth digits"],
    ["https://api。acme.com", "an ideographic stop"],
    ["https://api．acme.com", "a fullwidth dot"],
    ["https://bücher.example", "no ASCII"],
    ["https://API.acme.com", "capitals"],
    ["https://localhost", "no dot"],
    ["https://api.localhost", "loopback by name"],
    ["https://printer.local", "mDNS"],
    ["https://metadata.google.internal", "private use"],
    ["https://router.home.arpa", "home networks"],
    ["https://hidden.onion", "Tor"],
    ["https://api.acme.com.", "a root dot"],
    ["https://api..acme.com", "an empty label"],
    ["https://-api.acme.com", "a label that begins with a hyphen"],
    ["https://api_1.acme.com", "an underscore"],
    ["https://api.acme.com:443", "the default port"],
    ["https://api.acme.com:0", "port 0"],
    ["https://api.acme.com:65536", "a port above the last"],
    ["https://api.acme.com/", "a path"],
    ["https://api.acme.com/v1", "a path"],
    ["https://api.acme.com?x", "a query"],
    ["https://api.acme.com#x", "a fragment"],
    ["https://user@api.acme.com", "userinfo"],
    ["https://api.acme.com@127.0.0.1", "userinfo that looks like a host"],
    ["https://api.acme.com\\@evil.com", "a backslash"],
    ["https:api.acme.com", "no slashes"],
    [" https://api.acme.com", "a space"],
    ["https://api.acme.com\n", "a line break"],
    ["https://api.acme%2ecom", "percent-encoding"],
  ])("is never %s (%s)", (origin) => {
    expect(customOrigin.safeParse(origin).success).toBe(false);
  });

  test("reads the same in the URL parser that is used to connect, whenever it passes", () => {
    const host = fc.stringMatching(/^[a-zA-Z0-9.\-_:@[\]０-９。]{1,30}$/);
    const property = fc.property(fc.oneof(host, fc.domain()), (name) => {
      const origin = `https://${name}`;
      if (!customOrigin.safeParse(origin).success) return;
      const url = new URL(origin);
      expect(url.origin).toBe(origin);
      expect(url.hostname).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

describe("a definition", () => {
  test("is taken as it is stored, and stored as it was taken", () => {
    const parsed = customVendorSchema.parse(mail);
    expect(parsed.endpoints[1]?.price).toEqual({ kind: "flat", micros: 1_000n });
    expect(storeCustomVendor(parsed)).toEqual(mail);
  });

  test("goes into a key's rules, and rules without one are still read", () => {
    const rules = {
      allowedEndpoints: ["POST /v1/messages"],
      assumedCallMicros: null,
      currencies: null,
      stripeAccounts: [],
      rates: { usd: "1000000" },
      marginBps: 500,
    };
    expect(keyRulesSchema.parse(rules).customVendor).toBeUndefined();
    expect(keyRulesSchema.parse({ ...rules, customVendor: mail }).customVendor?.name).toBe("acme-mail");
  });

  test.each([
    ["a field that is not known", { extra: 1 }],
    ["no endpoint", { endpoints: [] }],
    ["more than 100 endpoints", { endpoints: Array.from({ length: 101 }, (_, i) => get(`/v1/a${i}`)) }],
    ["the same endpoint under two parameter names", { endpoints: [get("/v1/{a}"), get("/v1/{b}")] }],
    ["a path without its slash", { endpoints: [get("v1")] }],
    ["a path with a slash at its end", { endpoints: [get("/v1/")] }],
    ["a path with dot segments", { endpoints: [get("/v1/../admin")] }],
    ["a path with a query", { endpoints: [get("/v1?x")] }],
    ["a parameter that is part of a segment", { endpoints: [get("/v1/a{id}")] }],
    ["a wildcard", { endpoints: [get("/v1/*")] }],
    ["an amount in a GET", { endpoints: [{ ...mail.endpoints[2], method: "GET" }] }],
    ["an amount in a DELETE", { endpoints: [{ ...mail.endpoints[2], method: "DELETE" }] }],
    ["a flat price of nothing", { endpoints: [post({ kind: "flat", micros: "0" })] }],
    ["a flat price below nothing", { endpoints: [post({ kind: "flat", micros: "-1" })] }],
    ["a flat price above a billion", { endpoints: [post({ kind: "flat", micros: "1000000000000001" })] }],
    ["an amount without a path", { endpoints: [post({ ...amount, amount: [] })] }],
    ["an amount within a list", { endpoints: [post({ ...amount, amount: ["items", "0", "price"] })] }],
    ["a currency that is neither code nor path", { endpoints: [post({ ...amount, currency: "dollars" })] }],
    ["a header that frames the message", { attachment: { kind: "header", name: "transfer-encoding" } }],
    ["a passed header that carries the secret", { attachment: header, passedHeaders: ["x-api-key"] }],
    ["a passed header twice", { passedHeaders: ["x-a", "x-a"] }],
    ["another part with a colon", { attachment: { kind: "basic", secretIs: "user", other: "a:b" } }],
    ["another part with a line break", { attachment: { kind: "basic", secretIs: "user", other: "a\r\nb" } }],
  ])("is refused with %s", (_what, over) => {
    expect(pathsOf(over)).not.toEqual([]);
  });
});

const header = { kind: "header", name: "x-api-key" };
const amount = { kind: "amount", format: "json", amount: ["amount"], currency: "usd", unit: "minor" };
function get(path: string) {
  return { method: "GET", path, price: { kind: "free" } };
}
function post(price: object) {
  return { method: "POST", path: "/v1/charges", price };
}

describe("names", () => {
  test("of a vendor are none of Keybrake's own, nor anything that a path could mean otherwise", () => {
    for (const name of [
      "stripe",
      "twilio",
      "resend",
      "shopify",
      "admin",
      "v1",
      "v2",
      "_keybrake",
      "Acme",
      "a",
      "1a",
      "a_b",
      "a".repeat(32),
      "a/b",
      "",
    ]) {
      expect(customVendorName.safeParse(name).success, name).toBe(false);
    }
    expect(customVendorName.safeParse("acme-2").success).toBe(true);
  });

  test.each([
    "authorization",
    "host",
    "cookie",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "keybrake-call-id",
    "x-forwarded-for",
    "x-http-method-override",
    "proxy-authorization",
    "sec-fetch-site",
    "x-shopify-access-token",
    "X-Api-Key",
    "x api",
    "x:api",
    "__proto__",
    "",
  ])("of a header of one's own are not %s", (name) => {
    expect(customHeaderName.safeParse(name).success).toBe(false);
  });

  test.each(["x-api-key", "api-key", "idempotency-key", "notion-version"])("of one may be %s", (name) => {
    expect(customHeaderName.safeParse(name).success).toBe(true);
  });
});
