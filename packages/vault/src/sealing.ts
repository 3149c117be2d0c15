import { Aes256Gcm, CipherSuite, DecapError, DhkemX25519HkdfSha256, HkdfSha256, OpenError } from "@hpke/core";
import { type CredentialContext, encodeContext } from "./credential-context.ts";
import { OpenedSecret } from "./opened-secret.ts";
import type { SealingKeyPair, SealingPublicKey } from "./sealing-key.ts";

/**
 * `unknown_key`: sealed to a key that is not loaded. `tampered`: the bytes or the context are not those that were
 * sealed. `malformed`: not a sealed credential at all, or the context cannot be one.
 */
export type OpenRefusal = "unknown_key" | "tampered" | "malformed";

export type OpenResult =
  | { readonly ok: true; readonly secret: OpenedSecret }
  | { readonly ok: false; readonly reason: OpenRefusal };

/** HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
const SUITE = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const INFO = Buffer.from("keybrake credential v1");

/**
 * `KBS`, format version 1, key id (8 bytes), encapsulated key (32), ciphertext and tag. The suite belongs to the
 * version: another cipher is another version.
 */
const MAGIC = Buffer.from("KBS\x01", "latin1");
const KEY_ID_END = MAGIC.length + 8;
const ENCAPSULATED_END = KEY_ID_END + 32;
const TAG_LENGTH = 16;
const SECRET_LENGTH_MAX = 16_384;

/**
 * Seals a secret of at most 16 KiB to the proxies' key.
 * @throws {RangeError} when the secret is empty or too long or the context is no context: the caller's fault.
 */
export async function seal(input: {
  readonly publicKey: SealingPublicKey;
  readonly context: CredentialContext;
  readonly plaintext: Buffer;
}): Promise<Buffer> {
  const { publicKey, context, plaintext } = input;
  const associatedData = encodeContext(context);
  if (associatedData === null)
    throw new RangeError("The context of a credential to seal is not well-formed.");
  if (plaintext.length === 0 || plaintext.length > SECRET_LENGTH_MAX) {
    throw new RangeError(
      `A credential to seal has 1 to ${SECRET_LENGTH_MAX} bytes, not ${plaintext.length}.`,
    );
  }
  const recipientPublicKey = await SUITE.kem.deserializePublicKey(publicKey.bytes);
  const sender = await SUITE.createSenderContext({ recipientPublicKey, info: INFO });
  const ciphertext = await sender.seal(plaintext, associatedData);
  const keyId = Buffer.from(publicKey.id, "hex");
  return Buffer.concat([MAGIC, keyId, Buffer.from(sender.enc), Buffer.from(ciphertext)]);
}

/** Opens what `seal` made, if it was sealed to this key and for exactly this context. */
export async function open(input: {
  readonly privateKey: SealingKeyPair;
  readonly context: CredentialContext;
  readonly sealed: Buffer;
}): Promise<OpenResult> {
  const { privateKey, context, sealed } = input;
  const keyId = sealedKeyId(sealed);
  const associatedData = encodeContext(context);
  if (keyId === null || associatedData === null) return { ok: false, reason: "malformed" };
  if (keyId !== privateKey.publicKey.id) return { ok: false, reason: "unknown_key" };
  const enc = sealed.subarray(KEY_ID_END, ENCAPSULATED_END);
  const recipientKey = await privateKey.cryptoKeys();
  try {
    const recipient = await SUITE.createRecipientContext({ recipientKey, enc, info: INFO });
    const plaintext = await recipient.open(sealed.subarray(ENCAPSULATED_END), associatedData);
    return { ok: true, secret: new OpenedSecret(Buffer.from(plaintext)) };
  } catch (cause) {
    if (cause instanceof OpenError || cause instanceof DecapError) return { ok: false, reason: "tampered" };
    throw new Error("Opening a credential failed for a reason other than its bytes.", { cause });
  }
}

/** The id of the key that a sealed credential needs; null when the bytes are no sealed credential. */
export function sealedKeyId(sealed: Buffer): string | null {
  const secretLength = sealed.length - ENCAPSULATED_END - TAG_LENGTH;
  if (secretLength < 1 || secretLength > SECRET_LENGTH_MAX) return null;
  if (!sealed.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  return sealed.subarray(MAGIC.length, KEY_ID_END).toString("hex");
}
