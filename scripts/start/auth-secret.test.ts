import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { authSecret } from "./auth-secret.ts";
import { readSettings } from "./settings.ts";

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "keybrake-secret-"));
});

afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

test("the secret is made once, for this user alone, and found again", () => {
  const settings = { ...readSettings(), dataFolder, authSecret: undefined };
  const made = authSecret(settings);
  expect(made).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(authSecret(settings)).toBe(made);
  expect(statSync(join(dataFolder, "auth-secret")).mode & 0o777).toBe(0o600);
});

test("one that is given is taken, and none is made", () => {
  expect(authSecret({ ...readSettings(), dataFolder, authSecret: "given" })).toBe("given");
  expect(() => statSync(join(dataFolder, "auth-secret"))).toThrow();
});
