import type { CredentialContext } from "./credential-context.ts";
import { type OpenResult, open, sealedKeyId } from "./sealing.ts";
import type { SealingKeyPair } from "./sealing-key.ts";

/**
 * Whatever can open credentials: the port behind which the private key lives. Today it lives in a file that the proxy
 * reads. A key management service (AWS KMS, Google Cloud KMS, Vault Transit) would keep an outer key and unwrap the
 * X25519 private keys once at start: then the file holds wrapped keys, and this interface stays as it is. HPKE with
 * the key inside such a service would cost a network call for each opening, hence `open` is asynchronous and the
 * caller caches by credential and version.
 */
export interface CredentialOpener {
  /** Ids of the keys that can be used, newest first. */
  readonly keyIds: readonly string[];
  open(context: CredentialContext, sealed: Buffer): Promise<OpenResult>;
}

/** Opens with keys held in this process, picking by the id that the sealed bytes name. */
export function createOpener(keys: readonly SealingKeyPair[]): CredentialOpener {
  const byId = new Map(keys.map((key) => [key.publicKey.id, key]));
  return {
    keyIds: [...byId.keys()],
    async open(context, sealed) {
      const keyId = sealedKeyId(sealed);
      if (keyId === null) return { ok: false, reason: "malformed" };
      const privateKey = byId.get(keyId);
      if (privateKey === undefined) return { ok: false, reason: "unknown_key" };
      return open({ privateKey, context, sealed });
    },
  };
}
