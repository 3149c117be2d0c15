import { chmod, rm } from "node:fs/promises";
import { createSealingKeyPair, parsePublicKey, readPrivateKeyFile } from "@keybrake/vault";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rotate } from "./rotate.ts";
import { createTestMachine, type TestMachine } from "./testing/test-env.ts";

let machine: TestMachine;

beforeEach(async () => {
  machine = await createTestMachine();
});

afterEach(async () => {
  await machine.remove();
});

async function ids(): Promise<string[]> {
  const file = await readPrivateKeyFile(machine.env.sealingPrivateKeyFile);
  if (!file.ok) throw new Error(file.message);
  return file.keys.map(({ publicKey }) => publicKey.id);
}

test("a rotation puts a new key first, keeps the old one, and says what to restart in which order", async () => {
  const old = machine.key.publicKey.id;
  await machine.addCredential(old);
  const { exitCode, output } = await rotate.run([], machine.env);
  expect(exitCode).toBe(0);
  const [newest, ...older] = await ids();
  expect(older).toEqual([old]);
  expect(newest).not.toBe(old);
  const printed = /KEYBRAKE_SEALING_PUBLIC_KEY=(\S+)/.exec(output)?.[1];
  expect(parsePublicKey(printed ?? "")?.id).toBe(newest);
  expect(output.indexOf("restart every proxy")).toBeLessThan(output.indexOf("restart every dashboard"));
  expect(output).toContain("sealed to older keys: 1.");
  expect(output).not.toContain("kbpriv_");
});

test("--status counts by key and says when a rotation can end", async () => {
  const old = machine.key.publicKey.id;
  await machine.addCredential(old);
  await machine.addCredential(old);
  expect((await rotate.run(["--status"], machine.env)).output).toContain("No rotation is under way.");
  await rotate.run([], machine.env);
  const [newest = ""] = await ids();
  await machine.addCredential(newest);
  const during = await rotate.run(["--status"], machine.env);
  expect(during.output.split("\n").slice(0, 2)).toEqual([
    `${newest}  newest    1 credentials`,
    `${old}  older     2 credentials`,
  ]);
  expect(during.output).toContain("has not ended: 2 credentials");
  await machine.query("UPDATE credential SET sealing_key_id = $1", [newest]);
  const after = await rotate.run(["--status"], machine.env);
  expect(after).toMatchObject({ exitCode: 0, output: expect.stringContaining("can end") });
  expect(await ids()).toEqual([newest, old]);
});

test("--status fails when credentials need a key that is not in the file", async () => {
  const lost = createSealingKeyPair().publicKey.id;
  await machine.addCredential(lost);
  const result = await rotate.run(["--status"], machine.env);
  expect(result).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining(`${lost}  MISSING   1 credentials`),
  });
});

test("nothing is written when the database cannot be asked, the file is exposed, or an option is wrong", async () => {
  const before = await ids();
  const unreachable = { ...machine.env, databaseUrl: "postgres://x:y@127.0.0.1:1/z" };
  await expect(rotate.run([], unreachable)).rejects.toThrow(/ECONNREFUSED/);
  expect((await rotate.run(["--stauts"], machine.env)).exitCode).toBe(2);
  await chmod(machine.env.sealingPrivateKeyFile, 0o644);
  expect(await rotate.run([], machine.env)).toMatchObject({
    exitCode: 1,
    errors: expect.stringContaining("0644"),
  });
  await chmod(machine.env.sealingPrivateKeyFile, 0o600);
  expect(await ids()).toEqual(before);
});

test("a missing key file is not made here: its keys may only be elsewhere", async () => {
  await rm(machine.env.sealingPrivateKeyFile);
  expect(await rotate.run([], machine.env)).toMatchObject({
    exitCode: 1,
    errors: expect.stringContaining("no sealing key"),
  });
  expect(await readPrivateKeyFile(machine.env.sealingPrivateKeyFile)).toMatchObject({ code: "missing" });
});
