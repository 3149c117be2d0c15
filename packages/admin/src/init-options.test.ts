import { expect, test } from "vitest";
import { readInitOptions } from "./init-options.ts";

const GOOD = {
  organization: "Acme",
  "owner-email": "ann@example.com",
  "owner-password": "correct horse battery",
};

function read(changes: Record<string, string | undefined>) {
  const args = Object.entries({ ...GOOD, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${value}`],
  );
  return readInitOptions(args);
}

test("the zone is UTC unless given, and the address is kept in lower case", () => {
  expect(read({ "owner-email": "Ann@Example.COM", organization: "  Acme & Söhne " })).toEqual({
    ok: true,
    options: {
      organization: "Acme & Söhne",
      ownerEmail: "ann@example.com",
      ownerPassword: "correct horse battery",
      zone: "UTC",
    },
  });
  expect(read({ zone: "Europe/Berlin" })).toMatchObject({ ok: true, options: { zone: "Europe/Berlin" } });
});

test.each([
  [{ organization: undefined }, "--organization is required."],
  [{ "owner-email": undefined }, "--owner-email is required."],
  [{ "owner-password": undefined }, "--owner-password is required."],
  [{ organization: "   " }, "--organization must not be empty."],
  [{ organization: "x".repeat(101) }, "--organization must have at most 100 characters."],
  [{ organization: "Acme\u0000" }, "--organization must not hold control characters."],
  [{ organization: "Acme\u202e" }, "--organization must not hold control characters."],
  [{ organization: "A\nB" }, "--organization must not hold control characters."],
  [{ "owner-email": "ann" }, "--owner-email must be an e-mail address."],
  [{ "owner-email": "ann@example.com, bob@example.com" }, "--owner-email must be an e-mail address."],
  [{ "owner-email": `${"a".repeat(250)}@example.com` }, /^--owner-email /],
  [{ "owner-password": "short" }, /at least 12 characters/],
  [{ "owner-password": "aaaaaaaaaaaaaaaa" }, /different characters/],
  [{ "owner-password": "ann@example.com" }, /e-mail address/],
  [{ zone: "Mars/Olympus" }, "--zone must be a time zone such as Europe/Berlin."],
  [{ zone: "" }, "--zone must be a time zone such as Europe/Berlin."],
  [{ zone: "posix/Europe/Berlin" }, "--zone must be a time zone such as Europe/Berlin."],
])(
  "%j is refused with a sentence that shows no password",
  (changes: Record<string, string | undefined>, sentence) => {
    const result = read(changes);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.message).toMatch(sentence);
    const password = changes["owner-password"] ?? GOOD["owner-password"];
    if (password !== GOOD["owner-email"]) expect(result.message).not.toContain(password);
  },
);
