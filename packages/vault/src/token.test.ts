import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mintToken, readToken, type TokenKind } from "./token.ts";

const KINDS: readonly TokenKind[] = ["vault_key", "service_token"];
const kind = fc.constantFrom(...KINDS);
const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));

// Fixed for ever: tokens already handed out must stay readable. The checksums come from Python's zlib, not from here.
const VECTORS = [
  ["vk_0123456789ABCDEFGHIJKLMNOPQRSTUV", "0aFGEN", "vault_key"],
  ["kbt_zyxwvutsrqponmlkjihgfedcbaZYXWVU", "2n3nwL", "service_token"],
  ["vk_00000000000000000000000002298512", "00008w", "vault_key"],
] as const;

test.each(VECTORS)("the token %s keeps its checksum %s", (body, checksum, expectedKind) => {
  const token = body + checksum;
  const hash = createHash("sha256").update(token).digest();
  expect(readToken(token)).toEqual({ kind: expectedKind, hash, last4: token.slice(-4) });
});

test("a minted token reads back as itself, and is stored only as its SHA-256", () => {
  fc.assert(
    fc.property(kind, (chosen) => {
      const { token, ...identity } = mintToken(chosen);
      expect(token).toMatch(chosen === "vault_key" ? /^vk_[0-9A-Za-z]{38}$/ : /^kbt_[0-9A-Za-z]{38}$/);
      expect(readToken(token)).toEqual(identity);
      expect(identity.hash).toEqual(createHash("sha256").update(token).digest());
      expect(identity.last4).toBe(token.slice(-4));
    }),
    { numRuns: 2_000 },
  );
});

test("any single changed character is refused", () => {
  for (const chosen of KINDS) {
    const { token } = mintToken(chosen);
    for (let at = 0; at < token.length; at += 1) {
      for (let code = 0; code < 256; code += 1) {
        const other = String.fromCharCode(code);
        if (other === token[at]) continue;
        expect(readToken(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
      }
    }
  }
});

test("two neighbouring characters swapped, one left out or one added are refused", () => {
  fc.assert(
    fc.property(kind, fc.nat(40), printable, (chosen, position, extra) => {
      const { token } = mintToken(chosen);
      const at = position % (token.length - 1);
      const [a, b] = [token.charAt(at), token.charAt(at + 1)];
      if (a !== b) expect(readToken(token.slice(0, at) + b + a + token.slice(at + 2))).toBeNull();
      expect(readToken(token.slice(0, at) + token.slice(at + 1))).toBeNull();
      expect(readToken(token.slice(0, at) + extra + token.slice(at))).toBeNull();
    }),
    { numRuns: 5_000 },
  );
});

test("random texts, random bodies behind a right prefix, and the other kind's prefix are refused without throwing", () => {
  const body = fc.string({ unit: printable, minLength: 38, maxLength: 38 });
  const base62 = fc.stringMatching(/^[0-9A-Za-z]{38}$/);
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    body.map((s) => `vk_${s}`),
    base62.map((s) => `kbt_${s}`),
  );
  fc.assert(
    fc.property(text, (presented) => {
      expect(readToken(presented)).toBeNull();
    }),
    { numRuns: 20_000 },
  );
  const { token } = mintToken("vault_key");
  expect(readToken(token.replace("vk_", "kbt_"))).toBeNull();
});

test.each([
  ["", "nothing"],
  [" vk_", "only a prefix"],
  ["x".repeat(1_000_000), "a megabyte"],
])("%#: $1 is refused", (text) => {
  expect(readToken(text)).toBeNull();
});

test("surrounding white space and a final line feed are refused", () => {
  const { token } = mintToken("vault_key");
  for (const text of [` ${token}`, `${token} `, `${token}\n`, `${token}\0`])
    expect(readToken(text)).toBeNull();
});

test("every character is equally likely in every place of the random part", () => {
  const counts = new Map<string, number>();
  const samples = 4_000;
  for (let i = 0; i < samples; i += 1) {
    for (const character of mintToken("vault_key").token.slice(3, 35)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  const expected = (samples * 32) / 62;
  expect(counts.size).toBe(62);
  // Chi-squared with 61 degrees of freedom: above 130 once in a million runs; taking bytes modulo 62 gives above 4,000.
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(130);
});
