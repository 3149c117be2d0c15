import { describe, expect, it } from "vitest";
import { keepVendorHeaders, readHeaders } from "./headers.ts";

describe("reading headers", () => {
  it("keeps names in lower case and values as they are", () => {
    const { fields, flaw } = readHeaders(["Host", "a", "Content-Type", "Application/JSON; x"]);
    expect(flaw).toBeNull();
    expect([...fields]).toEqual([
      ["host", "a"],
      ["content-type", "Application/JSON; x"],
    ]);
  });

  it.each(["Host", "Content-Type", "Content-Length", "Stripe-Account", "Idempotency-Key", "X-Anything"])(
    "refuses %s sent twice, in whatever case, since nobody knows which one counts",
    (name) => {
      const read = readHeaders([name, "a", name.toUpperCase(), "b"]);
      expect(read.flaw).toMatchObject({ reason: "repeated_header", status: 400, closes: true });
      expect(read.keyIsAmbiguous).toBe(false);
    },
  );

  it.each(["Authorization", "X-Shopify-Access-Token"])("reads no key when %s stands twice", (name) => {
    expect(readHeaders([name, "a", name.toLowerCase(), "b"])).toMatchObject({
      keyIsAmbiguous: true,
      flaw: { reason: "repeated_header" },
    });
  });

  it("joins the few lists that decide nothing", () => {
    const { fields, flaw } = readHeaders(["Accept", "a/b", "accept", "c/d"]);
    expect(flaw).toBeNull();
    expect(fields.get("accept")).toBe("a/b, c/d");
  });

  it("takes __proto__ for a name like any other (CVE-2026-21710)", () => {
    const { fields, flaw } = readHeaders(["__proto__", "x", "constructor", "y"]);
    expect(flaw).toBeNull();
    expect(fields.get("__proto__")).toBe("x");
    expect(fields.get("toString")).toBeUndefined();
  });

  it.each([
    "X-HTTP-Method-Override",
    "X-Method-Override",
    "X-HTTP-Method",
    "X-Original-URL",
    "X-Rewrite-URL",
    "Keybrake-Verdict",
    "keybrake-anything",
  ])("refuses %s", (name) => {
    expect(readHeaders([name, "x"]).flaw).toMatchObject({ status: 400 });
  });

  it("refuses more than 64 lines or 16 KiB with 431", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => [`x-${index}`, "v"]).flat();
    expect(readHeaders(lines(64)).flaw).toBeNull();
    expect(readHeaders(lines(65)).flaw).toMatchObject({ status: 431 });
    expect(readHeaders(["x", "v".repeat(16_379)]).flaw).toBeNull();
    expect(readHeaders(["x", "v".repeat(16_380)]).flaw).toMatchObject({ status: 431 });
  });
});

describe("what a vendor's code gets to see", () => {
  it("is without keys, hop-by-hop lines and places", () => {
    const { fields } = readHeaders([
      ...[
        "Host",
        "a",
        "Authorization",
        "Bearer x",
        "X-Shopify-Access-Token",
        "x",
        "Proxy-Authorization",
        "x",
      ],
      ...[
        "Connection",
        "close",
        "TE",
        "trailers",
        "Keep-Alive",
        "timeout=5",
        "Cookie",
        "a=b",
        "Forwarded",
        "for=x",
      ],
      ...["Content-Length", "3", "Stripe-Version", "2026-01-01", "Content-Type", "text/plain"],
    ]);
    expect([...keepVendorHeaders(fields, null).keys()]).toEqual(["stripe-version", "content-type"]);
  });
});

describe("a vault key in a header that no built-in vendor reads", () => {
  it("is found and taken out, in whatever header it stands", () => {
    const { fields, otherKeyLine, keyIsAmbiguous } = readHeaders(["X-Api-Key", "vk_a", "Accept", "a/b"]);
    expect(otherKeyLine).toEqual({ name: "x-api-key", value: "vk_a" });
    expect(keyIsAmbiguous).toBe(false);
    expect([...keepVendorHeaders(fields, otherKeyLine).keys()]).toEqual(["accept"]);
  });

  it("is ambiguous when it stands in two, or twice in one", () => {
    expect(readHeaders(["X-A", "vk_a", "X-B", "vk_b"]).keyIsAmbiguous).toBe(true);
    expect(readHeaders(["X-A", "vk_a", "X-A", "vk_a"]).keyIsAmbiguous).toBe(true);
  });
});
