import { expect, test } from "vitest";
import { githubEmail, googleEmail } from "./proven-email.ts";

test("an address that Google did not prove is none", () => {
  expect(googleEmail({ email: "a@example.com", email_verified: true })).toBe("a@example.com");
  for (const profile of [
    { email: "a@example.com" },
    { email: "a@example.com", email_verified: "true" },
    null,
    {},
  ]) {
    expect(googleEmail(profile)).toBeNull();
  }
  expect(googleEmail({ email: "a@example.com", email_verified: false })).toBeNull();
});

test("of GitHub's addresses the primary one counts, if it was proven", () => {
  const other = { email: "other@example.com", primary: false, verified: true };
  const primary = { email: "a@example.com", primary: true, verified: true };
  expect(githubEmail([other, primary])).toBe("a@example.com");
  expect(githubEmail([other, { ...primary, verified: false }])).toBeNull();
  expect(githubEmail([])).toBeNull();
  expect(githubEmail({ message: "Bad credentials" })).toBeNull();
});
