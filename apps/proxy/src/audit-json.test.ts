import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditJson } from "./audit-json.ts";

describe("the audit row's request", () => {
  it("keeps what the price was reckoned from, and the body's hash instead of the body", () => {
    const basis = { currency: "eur", amountMinor: 12n, rateMicros: 1_100_000n, marginBps: 500 };
    expect(JSON.parse(auditJson({ audit: { amount: "12" }, basis, bodyHash: "ab" }))).toEqual({
      amount: "12",
      basis: { currency: "eur", amount_minor: "12", rate_micros: "1100000", margin_bps: 500 },
      body_sha256: "ab",
    });
  });

  it("is at most 4 KiB that Postgres takes as jsonb, whatever the caller sent", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("\0", "\ud800", "\udc00", "\\", "u0000", "é", '"', "x".repeat(900)),
    });
    fc.assert(
      fc.property(fc.dictionary(nasty, nasty), (audit) => {
        const text = auditJson({ audit, basis: null, bodyHash: null });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/);
        expect(text).not.toContain("\0");
      }),
    );
  });

  it("says that it was cut when the vendor's module put in too much", () => {
    const audit = { note: "x".repeat(5_000) };
    expect(JSON.parse(auditJson({ audit, basis: null, bodyHash: "cd" }))).toEqual({
      truncated: true,
      body_sha256: "cd",
    });
  });
});
