import { countCredentialsBySealingKey } from "@keybrake/database/owner";
import { parsePublicKey, readPrivateKeyFile, type SealingKeys } from "@keybrake/vault";
import type { AdminEnv } from "../env.ts";
import { type Finding, failure, look, ok, skipped, warning } from "./finding.ts";

/** Whether what is stored can be opened here, and what will be sealed can be opened too. */
export async function checkSealing(env: AdminEnv): Promise<readonly Finding[]> {
  const file = await readPrivateKeyFile(env.sealingPrivateKeyFile);
  if (!file.ok) {
    // A machine that runs dashboards only has the public key, and rightly nothing else.
    if (file.code !== "missing" || env.sealingPublicKey === null)
      return [failure("sealing key file", file.message)];
    const reason = "The private key is not on this machine.";
    return [skipped("sealing key file", reason), skipped("credentials", reason)];
  }
  const ids = file.keys.map(({ publicKey }) => publicKey.id);
  return [
    ok("sealing key file", `${ids.length === 1 ? "one key" : `${ids.length} keys`}, newest ${ids[0]}.`),
    checkPublicKey(env.sealingPublicKey, file.keys),
    ...(await look("credentials", async () => [await checkCredentials(env.databaseUrl, ids)])),
  ];
}

function checkPublicKey(text: string | null, keys: SealingKeys): Finding {
  const check = "sealing public key";
  const newest = keys[0].publicKey;
  if (text === null) return ok(check, "Not set: taken from the file.");
  const given = parsePublicKey(text);
  if (given === null) return failure(check, "KEYBRAKE_SEALING_PUBLIC_KEY is not a kbpub_1_… key.");
  if (given.id === newest.id) return ok(check, `${given.id}, the newest of the file.`);
  if (keys.some(({ publicKey }) => publicKey.id === given.id)) {
    return warning(check, `${given.id} is an older key: restart the dashboards with ${newest.text}`);
  }
  return failure(
    check,
    `What is sealed to ${given.id} cannot be opened: its private key is not in the file.`,
  );
}

async function checkCredentials(databaseUrl: string, ids: readonly string[]): Promise<Finding> {
  const counts = await countCredentialsBySealingKey(databaseUrl);
  const lost = [...counts].filter(([id]) => !ids.includes(id));
  if (lost.length > 0) {
    const listed = lost.map(([id, count]) => `${count} to ${id}`).join(", ");
    return failure(
      "credentials",
      `Sealed to keys that are not in the file: ${listed}. Restore them, or enter these again.`,
    );
  }
  const older = [...counts].filter(([id]) => id !== ids[0]).reduce((sum, [, count]) => sum + count, 0);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return ok("credentials", `${total} stored, ${older} of them sealed to an older key.`);
}
