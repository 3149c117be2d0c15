import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestMachine, type TestMachine } from "./testing/test-env.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
let machine: TestMachine;

beforeAll(async () => {
  machine = await createTestMachine();
});

afterAll(async () => {
  await machine.remove();
});

interface Ended {
  readonly code: number | string | null | undefined;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command as a process of its own, as a person or a script would. */
function keybrake(args: readonly string[], changes: Record<string, string> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: machine.env.databaseUrl,
    KEYBRAKE_DATA_DIR: machine.env.dataFolder,
    KEYBRAKE_SEALING_PRIVATE_KEY_FILE: machine.env.sealingPrivateKeyFile,
    ...changes,
  };
  return new Promise((resolve) => {
    const command = ["--import", import.meta.resolve("tsx"), MAIN, ...args];
    const child = execFile(process.execPath, command, { env, encoding: "utf8" }, (fault, output, errors) =>
      resolve({ code: fault === null ? child.exitCode : fault.code, output, errors }),
    );
  });
}

const INIT = ["init", "--organization", "Acme", "--owner-email", "ann@example.com", "--owner-password"];

test("init prints its one JSON object on standard output and ends with 0", async () => {
  const { code, output, errors } = await keybrake([...INIT, "correct horse battery"]);
  expect([code, errors]).toEqual([0, ""]);
  expect(output.endsWith("\n")).toBe(true);
  expect(output.trimEnd().split("\n")).toHaveLength(1);
  expect(Object.keys(JSON.parse(output))).toEqual(["organization_id", "service_token"]);
});

test.each([
  [[...INIT, "short"], /at least 12 characters/],
  [["destroy"], /no such command[\s\S]*doctor/],
  [["rotate", "now"], /Only options/],
])("%j is refused on standard error with 2, and standard output stays empty", async (args, sentence) => {
  const { code, output, errors } = await keybrake(args);
  expect([code, output]).toEqual([2, ""]);
  expect(errors).toMatch(sentence);
});

test("an environment that cannot be used is refused with 2, naming the variable and not its value", async () => {
  const { code, errors } = await keybrake(["doctor"], { DATABASE_URL: "mysql://u:hunter2-secret@h/d" });
  expect(code).toBe(2);
  expect(errors).toContain("DATABASE_URL");
  expect(errors).not.toContain("hunter2");
});

test("a fault ends with 1 and a sentence without a stack, a password or an address's credentials", async () => {
  const { code, output, errors } = await keybrake([...INIT, "correct horse battery"], {
    DATABASE_URL: "postgres://u:hunter2-secret@127.0.0.1:1/d",
  });
  expect([code, output]).toEqual([1, ""]);
  expect(errors).toMatch(/^keybrake init failed: .*ECONNREFUSED/);
  for (const leak of ["hunter2", "correct horse", "    at "]) expect(errors).not.toContain(leak);
});

test("doctor ends with 1 when something is wrong", async () => {
  const { code, output } = await keybrake(["doctor"], { KEYBRAKE_SEALING_PUBLIC_KEY: "kbpub_1_wrong" });
  expect(code).toBe(1);
  expect(output).toContain("FAILURE");
});

test.each([[[]], [["--help"]], [["init", "--help"]]])("%j explains and ends with 0", async (args) => {
  const { code, output, errors } = await keybrake(args, { DATABASE_URL: "" });
  expect([code, errors]).toEqual([0, ""]);
  expect(output).toContain("keybrake");
});
