import { expect, test } from "vitest";
import { hashPassword, refusePassword, verifyPassword } from "./password.ts";

const PASSWORD = "correct horse battery";

test("a password is stored as argon2id at OWASP's cost, salted, and verifies", async () => {
  const [first, second] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword(first, PASSWORD)).toBe(true);
  expect(await verifyPassword(first, `${PASSWORD} `)).toBe(false);
  expect(await verifyPassword(first, "")).toBe(false);
});

test("the same characters in another Unicode form are the same password", async () => {
  const stored = await hashPassword("Zürich ﬁfteen Å");
  expect(await verifyPassword(stored, "Zu\u0308rich fifteen A\u030a")).toBe(true);
});

test("nobody's password is ever right, and finding out takes as long as for somebody", async () => {
  const stored = await hashPassword(PASSWORD);
  const timed = async (hash: string | null) => {
    const started = performance.now();
    expect(await verifyPassword(hash, "nobody's password")).toBe(false);
    return performance.now() - started;
  };
  await timed(null);
  const [known, unknown] = [await timed(stored), await timed(null)];
  expect(unknown).toBeGreaterThan(known / 5);
});

test("a text longer than any password is refused without hashing it, even if it was hashed once", async () => {
  const long = "x1y2z3".repeat(1_000_000);
  expect(await verifyPassword(await hashPassword(long), long)).toBe(false);
});

test("a stored hash that is none is a fault, not a refusal", async () => {
  await expect(verifyPassword("not a hash", PASSWORD)).rejects.toThrow();
});

test.each([
  ["elevenchars", /at least 12/],
  ["x1y2z3".repeat(43), /at most 256/],
  ["x1y2z3".repeat(1_000), /at most 256/],
  ["aaaaaaaaaaaaaaaa", /different/],
  ["abababababababab", /different/],
  ["somebody@example.com", /e-mail/],
  ["SOMEBODY@example.com", /e-mail/],
  ["a password\0 with NUL", /NUL/],
])("%j is no acceptable password", (password, sentence) => {
  expect(refusePassword(password, "somebody@example.com")).toMatch(sentence);
});

test.each(["twelve chars", "🔑🗝️🔐🔒🔓🔏🧿🪪🛡️🚪🏠🌍", "x1y2z3".repeat(42)])("%j is acceptable", (password) => {
  expect(refusePassword(password, "somebody@example.com")).toBeNull();
});
