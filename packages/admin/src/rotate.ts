import { countCredentialsBySealingKey } from "@keybrake/database/owner";
import {
  createSealingKeyPair,
  prependPrivateKey,
  readPrivateKeyFile,
  type SealingKeys,
} from "@keybrake/vault";
import { type Command, type CommandResult, done, failed, misused } from "./command.ts";
import type { AdminEnv } from "./env.ts";
import { readOptions } from "./read-options.ts";

export const rotate: Command = {
  summary: "makes a new sealing key, or counts what is still sealed to older ones",
  usage: `keybrake rotate [--status]

Without --status: puts a new key first in the sealing key file; the older ones stay, and still open what is
sealed to them. With --status: counts the credentials by the key that they are sealed to, and changes nothing.`,
  async run(args, env) {
    const read = readOptions(args, { status: "flag" });
    if (!read.ok) return misused(read.message);
    const file = await readPrivateKeyFile(env.sealingPrivateKeyFile);
    if (!file.ok) return failed(file.message);
    // Asked first: a rotation whose end nobody can see should not begin.
    const counts = await countCredentialsBySealingKey(env.databaseUrl);
    return read.options.status === true ? showStatus(file.keys, counts) : addKey(env, counts);
  },
};

async function addKey(env: AdminEnv, counts: ReadonlyMap<string, number>): Promise<CommandResult> {
  const path = env.sealingPrivateKeyFile;
  const added = await prependPrivateKey(path, createSealingKeyPair());
  if (!added.ok) return failed(added.message);
  const { publicKey } = added.keys[0];
  return done(`Sealing key ${publicKey.id} is now first in ${path}. The older ones stay there.

1. Copy the file to every machine that runs a proxy, then restart every proxy: it opens old and new from then on.
2. Only then restart every dashboard with KEYBRAKE_SEALING_PUBLIC_KEY=${publicKey.text}
   (npm start takes it from the file by itself). New credentials are sealed to it from then on.
3. Credentials sealed to older keys: ${total(counts)}. Until each is sealed anew, its older key must stay in the file.
4. When \`keybrake rotate --status\` counts none any more, remove the older keys' lines from the file, everywhere, and
   restart the proxies. Keep the older keys for as long as you keep backups of the database from before.
`);
}

function showStatus(keys: SealingKeys, counts: ReadonlyMap<string, number>): CommandResult {
  const [newest, ...older] = keys.map(({ publicKey }) => publicKey.id);
  const lost = [...counts.keys()].filter((id) => id !== newest && !older.includes(id));
  const lines = [
    `${newest}  newest    ${counts.get(newest ?? "") ?? 0} credentials`,
    ...older.map((id) => `${id}  older     ${counts.get(id) ?? 0} credentials`),
    ...lost.map((id) => `${id}  MISSING   ${counts.get(id) ?? 0} credentials`),
  ];
  const onOlder = older.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0);
  const output = `${lines.join("\n")}\n`;
  if (lost.length > 0) {
    const sentence = "Credentials are sealed to keys that are not in the file: nothing here can open them.";
    return { exitCode: 1, output, errors: `${sentence}\n` };
  }
  if (older.length === 0) return done(`${output}No rotation is under way.\n`);
  return done(
    onOlder > 0
      ? `${output}The rotation has not ended: ${onOlder} credentials are sealed to older keys.\n`
      : `${output}The rotation can end: no credential needs the older keys.\n`,
  );
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
