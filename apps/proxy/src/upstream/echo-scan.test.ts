import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needlesOf } from "./echo-needles.ts";
import { EchoScan, withoutEcho } from "./echo-scan.ts";

const secret = "rk_live_51Habc/DEF+ghi=JKL";
const bearer = needlesOf([["authorization", `Bearer ${secret}`]]);
const basic = needlesOf([
  ["authorization", `Basic ${Buffer.from(`AC0123456789:${secret}`).toString("base64")}`],
]);

function scan(parts: readonly Buffer[], needles = bearer): { text: string; found: number } {
  const scanner = new EchoScan(needles);
  const passed = parts.map((part) => scanner.pass(part));
  return { text: Buffer.concat([...passed, scanner.end()]).toString("latin1"), found: scanner.found };
}

describe("a credential echoed by a vendor", () => {
  it.each([
    ["raw", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in URL-safe base64", Buffer.from(secret).toString("base64url")],
    ["in base64 after one other byte", Buffer.from(`x${secret}yz`).toString("base64")],
    ["in base64 after two other bytes", Buffer.from(`xy${secret}z`).toString("base64")],
    ["in base64 of a Basic pair", Buffer.from(`${secret}:`).toString("base64")],
  ])("is overwritten %s, at the same length", (_name, form) => {
    const { text, found } = scan([Buffer.from(`{"echo":"${form}"}`)]);
    expect(found).toBe(1);
    expect(text).toHaveLength(form.length + 11);
    expect(text).toContain("****************");
    // Whatever base64 characters are left hold less than the secret's neighbours.
    expect(Buffer.from(text.slice(9, -2), "base64").toString("latin1")).not.toContain(secret.slice(2, -2));
    expect(text).not.toContain(secret);
  });

  it("is found wherever an answer is cut into parts, and nothing else changes", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ maxLength: 20 }), fc.constant(secret), fc.constant(secret.slice(0, 9))),
        ),
        fc.array(fc.nat({ max: 200 }), { maxLength: 6 }),
        (pieces, cuts) => {
          const whole = Buffer.from(pieces.join("|"), "utf8");
          const borders = [
            0,
            ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b),
            whole.length,
          ];
          const parts = borders.slice(1).map((end, index) => whole.subarray(borders[index], end));
          const expected = whole.toString("latin1").replaceAll(secret, "*".repeat(secret.length));
          expect(scan(parts).text).toBe(expected);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("leaves the account id of a Basic pair alone, which stands in every answer of that vendor", () => {
    const { text, found } = scan([Buffer.from(`{"account_sid":"AC0123456789","token":"${secret}"}`)], basic);
    expect(found).toBe(1);
    expect(text).toContain('"AC0123456789"');
    expect(text).not.toContain(secret);
  });

  it("does not change the bytes that the cost is read from", () => {
    const part = Buffer.from(`a${secret}b`);
    scan([part]);
    expect(part.toString()).toBe(`a${secret}b`);
  });

  it("holds back no more than what could be its beginning", () => {
    const scanner = new EchoScan(bearer);
    expect(scanner.pass(Buffer.from("data: hello\n\n")).toString()).toBe("data: hello\n\n");
    expect(scanner.pass(Buffer.from("data: rk_live_")).toString()).toBe("data: ");
    expect(scanner.pass(Buffer.from("is a prefix")).toString()).toBe("rk_live_is a prefix");
  });

  it("is overwritten in header values too", () => {
    expect(withoutEcho(`error; key=${secret}`, bearer)).toBe(`error; key=${"*".repeat(secret.length)}`);
    expect(withoutEcho("req_123", bearer)).toBe("req_123");
  });
});
