import { createPrivateKeyFile, createSealingKeyPair, readPrivateKeyFile } from "@keybrake/vault";
import type { Settings } from "./settings.ts";

/**
 * The public key to seal new credentials to: the given one, else that of the private key file, which is made the first
 * time.
 * @throws when the file is there but cannot be used
 */
export async function sealingPublicKey(settings: Settings, say: (text: string) => void): Promise<string> {
  const path = settings.sealingPrivateKeyFile;
  const read = await readPrivateKeyFile(path);
  if (read.ok) return settings.sealingPublicKey ?? read.keys[0].publicKey.text;
  // With a public key given, a missing private one is a mistake that a new pair would only hide.
  if (read.code !== "missing" || settings.sealingPublicKey !== undefined) throw new Error(read.message);
  const made = await createPrivateKeyFile(path, [createSealingKeyPair()]);
  if (!made.ok) throw new Error(made.message);
  say(`Made the sealing key: ${path}`);
  say(
    "  Back it up: without it no stored vendor credential can be opened again, and whoever has it can open all.",
  );
  return made.keys[0].publicKey.text;
}
