import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPrivateKeyFile, prependPrivateKey, readPrivateKeyFile } from "./key-file.ts";
import { createSealingKeyPair } from "./sealing-key.ts";

const [first, second] = [createSealingKeyPair(), createSealingKeyPair()];
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keybrake-key-file-"));
  path = join(folder, "sealing.keys");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Private texts, since two key objects cannot be told apart by printing them. */
async function stored(): Promise<string[]> {
  const result = await readPrivateKeyFile(path);
  if (!result.ok) throw new Error(result.message);
  return result.keys.map((key) => key.revealPrivateText());
}

test("a written key file is read back, has mode 0600 whatever the umask, and leaves no draft", async () => {
  const umask = process.umask(0);
  try {
    expect((await createPrivateKeyFile(path, [first, second])).ok).toBe(true);
  } finally {
    process.umask(umask);
  }
  expect(await stored()).toEqual([first.revealPrivateText(), second.revealPrivateText()]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["sealing.keys"]);
});

test("an existing key file is never overwritten", async () => {
  await createPrivateKeyFile(path, [first]);
  expect(await createPrivateKeyFile(path, [second])).toMatchObject({ ok: false, code: "exists" });
  expect(await stored()).toEqual([first.revealPrivateText()]);
  expect(await readdir(folder)).toEqual(["sealing.keys"]);
});

test("of two writers at once exactly one makes the file", async () => {
  const keys = Array.from({ length: 8 }, createSealingKeyPair);
  const results = await Promise.all(keys.map((key) => createPrivateKeyFile(path, [key])));
  const winners = keys.filter((_, i) => results[i]?.ok);
  expect(winners).toHaveLength(1);
  expect(await stored()).toEqual(winners.map((key) => key.revealPrivateText()));
});

test("a new key goes first and every old one stays, also when several are added at once", async () => {
  await createPrivateKeyFile(path, [first]);
  expect((await prependPrivateKey(path, second)).ok).toBe(true);
  expect(await stored()).toEqual([second.revealPrivateText(), first.revealPrivateText()]);
  const keys = Array.from({ length: 8 }, createSealingKeyPair);
  const results = await Promise.all(keys.map((key) => prependPrivateKey(path, key)));
  const added = keys.filter((_, i) => results[i]?.ok).map((key) => key.revealPrivateText());
  const all = await stored();
  expect(added.length).toBeGreaterThan(0);
  expect(new Set(all)).toEqual(new Set([...added, second.revealPrivateText(), first.revealPrivateText()]));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["sealing.keys"]);
});

test("a draft left by another writer stops both writing and adding, and is not removed", async () => {
  await createPrivateKeyFile(path, [first]);
  await writeFile(`${path}.new`, "theirs");
  expect(await prependPrivateKey(path, second)).toMatchObject({ ok: false, code: "locked" });
  expect(await createPrivateKeyFile(path, [second])).toMatchObject({ ok: false, code: "locked" });
  expect(await readFile(`${path}.new`, "utf8")).toBe("theirs");
  expect(await stored()).toEqual([first.revealPrivateText()]);
});

test("adding to a file that is missing or exposed writes nothing", async () => {
  expect(await prependPrivateKey(path, second)).toMatchObject({ ok: false, code: "missing" });
  await createPrivateKeyFile(path, [first]);
  await chmod(path, 0o640);
  expect(await prependPrivateKey(path, second)).toMatchObject({ ok: false, code: "exposed" });
  await chmod(path, 0o600);
  expect(await stored()).toEqual([first.revealPrivateText()]);
});

test("a file takes 32 keys, and no more", async () => {
  await createPrivateKeyFile(path, [first]);
  for (let i = 1; i < 32; i += 1)
    expect((await prependPrivateKey(path, createSealingKeyPair())).ok).toBe(true);
  expect(await prependPrivateKey(path, second)).toMatchObject({ ok: false, code: "full" });
  expect(await stored()).toHaveLength(32);
});

const EXPOSED = ["640", "604", "660", "601", "620", "644", "777"];
test.each(EXPOSED)("a key file of mode %s is not read", async (mode) => {
  await createPrivateKeyFile(path, [first]);
  await chmod(path, Number.parseInt(mode, 8));
  const result = await readPrivateKeyFile(path);
  expect(result).toMatchObject({ ok: false, code: "exposed" });
  if (!result.ok) expect(result.message).toContain(`mode 0${mode}`);
});

test("a read-only key file is read", async () => {
  await createPrivateKeyFile(path, [first]);
  await chmod(path, 0o400);
  expect(await stored()).toEqual([first.revealPrivateText()]);
});

const secret = first.revealPrivateText();
test.each([
  ["nothing", ""],
  ["only comments", "# nothing\n\n"],
  ["a key with a changed character", `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}\n`],
  ["a shortened key", `${secret.slice(0, -1)}\n`],
  ["a key behind a space", ` ${secret}\n`],
  ["Windows line ends", `${secret}\r\n`],
  ["a public key", `${first.publicKey.text}\n`],
  ["the same key twice", `${secret}\n${secret}\n`],
  ["a good key and junk", `${secret}\njunk\n`],
  ["33 keys", Array.from({ length: 33 }, () => `${createSealingKeyPair().revealPrivateText()}\n`).join("")],
  ["too much", `${secret}\n${"#".repeat(20_000)}\n`],
])("a key file with %s is refused, without showing its content", async (_, content) => {
  await writeFile(path, content, { mode: 0o600 });
  const result = await readPrivateKeyFile(path);
  expect(result).toMatchObject({ ok: false, code: "malformed" });
  expect(JSON.stringify(result)).not.toContain(secret.slice(9, 30));
});

test("a missing file is said to be missing; a folder in its place is a fault with its cause", async () => {
  expect(await readPrivateKeyFile(path)).toMatchObject({ ok: false, code: "missing" });
  await expect(createPrivateKeyFile(join(folder, "absent", "file"), [first])).rejects.toThrow(
    /could not be written/,
  );
});
