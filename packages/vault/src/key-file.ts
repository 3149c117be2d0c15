import { constants } from "node:fs";
import { type FileHandle, link, open, rename, rm, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { parsePrivateKey, type SealingKeyPair } from "./sealing-key.ts";

/** One key a line, newest first; the first one is what new credentials are sealed to. */
export type SealingKeys = readonly [SealingKeyPair, ...SealingKeyPair[]];

export interface KeyFileRefusal {
  readonly ok: false;
  readonly code: "missing" | "unreadable" | "exposed" | "malformed" | "exists" | "full" | "locked";
  /** A sentence for the person who runs this machine. */
  readonly message: string;
}

export type KeyFileResult = { readonly ok: true; readonly keys: SealingKeys } | KeyFileRefusal;

const HEADER =
  "# Keybrake sealing keys, newest first. Whoever reads this file can open every stored credential.\n";
const FILE_LENGTH_MAX = 16_384;
const KEYS_MAX = 32;

/** Reads the private key file, unless anyone but its owner may read or write it. */
export async function readPrivateKeyFile(path: string): Promise<KeyFileResult> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return refusal("missing", `There is no sealing key file at ${path}.`);
    if (codeOf(error) === "EACCES")
      return refusal("unreadable", `This user may not read the sealing key file ${path}.`);
    throw new Error(`The sealing key file ${path} could not be opened.`, { cause: error });
  }
  try {
    // Asked of the open file, not of the path, so that what is checked is what is read.
    const { mode, size } = await file.stat();
    if ((mode & 0o077) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, "0");
      return refusal(
        "exposed",
        `Others can reach the sealing key file ${path} (mode ${shown}): run chmod 600 on it, and rotate.`,
      );
    }
    if (size > FILE_LENGTH_MAX) return refusal("malformed", `${path} is too long to be a sealing key file.`);
    return parseKeys(path, await file.readFile("utf8"));
  } finally {
    await file.close();
  }
}

/** Writes a new private key file with mode 0600; never replaces one, since its keys may be the only copy. */
export async function createPrivateKeyFile(path: string, keys: SealingKeys): Promise<KeyFileResult> {
  return withDraft(path, async (file, draft) => {
    await writeKeys(file, keys);
    try {
      // A link, unlike a rename, fails when the name is taken.
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      return refusal("exists", `There is a sealing key file at ${path} already; it is left as it is.`);
    }
    await unlink(draft);
    return { ok: true, keys };
  });
}

/** Puts a new key before those of an existing file, which all stay: what is sealed to them must still open. */
export async function prependPrivateKey(path: string, key: SealingKeyPair): Promise<KeyFileResult> {
  return withDraft(path, async (file, draft) => {
    // Read only now that the draft excludes every other writer: the rename would lose a key added in between.
    const current = await readPrivateKeyFile(path);
    if (!current.ok) return current;
    if (current.keys.length >= KEYS_MAX) {
      return refusal(
        "full",
        `${path} holds ${KEYS_MAX} keys: remove those that no credential needs any more first.`,
      );
    }
    const keys: SealingKeys = [key, ...current.keys];
    await writeKeys(file, keys);
    await rename(draft, path);
    return { ok: true, keys };
  });
}

/** The draft has one fixed name and is created exclusively, so it is the lock between two writers as well. */
async function withDraft(
  path: string,
  publish: (file: FileHandle, draft: string) => Promise<KeyFileResult>,
): Promise<KeyFileResult> {
  const draft = `${path}.new`;
  let file: FileHandle;
  try {
    file = await open(draft, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) !== "EEXIST")
      throw new Error(`The sealing key file ${draft} could not be written.`, { cause: error });
    return refusal(
      "locked",
      `${draft} exists: another command is writing sealing keys, or one was cut off; then remove it.`,
    );
  }
  try {
    const result = await publish(file, draft);
    if (result.ok) await syncFolder(path);
    else await unlink(draft);
    return result;
  } catch (error) {
    await rm(draft, { force: true });
    throw new Error(`The sealing key file ${path} could not be written.`, { cause: error });
  } finally {
    await file.close();
  }
}

async function writeKeys(file: FileHandle, keys: SealingKeys): Promise<void> {
  // The umask can only take modes away; this also undoes one that took the owner's.
  await file.chmod(0o600);
  const lines = keys.map((key) => `# key id ${key.publicKey.id}\n${key.revealPrivateText()}\n`);
  await file.writeFile(HEADER + lines.join(""));
  await file.sync();
}

/** Without this a power cut can take back the new name after credentials were sealed to the new key. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function parseKeys(path: string, text: string): KeyFileResult {
  const keys: SealingKeyPair[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const key = parsePrivateKey(line);
    // The line itself is not shown: a damaged key is still most of a key.
    if (key === null) return refusal("malformed", `Line ${index + 1} of ${path} is not a kbpriv_1_ key.`);
    if (keys.some((other) => other.publicKey.id === key.publicKey.id)) {
      return refusal("malformed", `Line ${index + 1} of ${path} repeats key ${key.publicKey.id}.`);
    }
    keys.push(key);
  }
  const [newest, ...older] = keys;
  if (newest === undefined) return refusal("malformed", `${path} holds no sealing key.`);
  if (keys.length > KEYS_MAX) return refusal("malformed", `${path} holds more than ${KEYS_MAX} keys.`);
  return { ok: true, keys: [newest, ...older] };
}

function refusal(code: KeyFileRefusal["code"], message: string): KeyFileRefusal {
  return { ok: false, code, message };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
