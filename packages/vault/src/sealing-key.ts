import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from "node:crypto";
import { inspect } from "node:util";
import { crc32 } from "node:zlib";

/** The half that seals: the dashboard's, no secret. */
export interface SealingPublicKey {
  /** First 8 bytes of the SHA-256 of the key, in hex: stored beside every credential sealed to it. */
  readonly id: string;
  /** `kbpub_1_…`, as in KEYBRAKE_SEALING_PUBLIC_KEY. */
  readonly text: string;
  /** The X25519 key of RFC 7748, 32 bytes. */
  readonly bytes: Buffer;
}

const PUBLIC_PREFIX = "kbpub_1_";
const PRIVATE_PREFIX = "kbpriv_1_";
const KEY_LENGTH = 32;
/** PKCS #8 header of an X25519 private key (RFC 8410, section 7): the 32 bytes of the key follow. */
const PKCS8_HEADER = Buffer.from("302e020100300506032b656e04220420", "hex");

/** A key pair whose private half opens credentials. Printing it or turning it into JSON shows only its id. */
export class SealingKeyPair {
  readonly publicKey: SealingPublicKey;
  readonly #secret: Buffer;
  #imported: Promise<webcrypto.CryptoKeyPair> | undefined;

  constructor(secret: Buffer) {
    this.#secret = Buffer.from(secret);
    this.publicKey = publicKeyFrom(rawPublicKey(this.#secret));
  }

  /** `kbpriv_1_…`: only for the private key file. */
  revealPrivateText(): string {
    return encodeKey(PRIVATE_PREFIX, this.#secret);
  }

  /** For the cipher; the private half cannot be exported from it again. */
  cryptoKeys(): Promise<webcrypto.CryptoKeyPair> {
    this.#imported ??= importPair(this.#secret, this.publicKey.bytes);
    return this.#imported;
  }

  toJSON(): string {
    return `[sealing key ${this.publicKey.id}]`;
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

export function createSealingKeyPair(): SealingKeyPair {
  const { privateKey } = generateKeyPairSync("x25519");
  return new SealingKeyPair(
    privateKey.export({ format: "der", type: "pkcs8" }).subarray(PKCS8_HEADER.length),
  );
}

/** Null unless it is exactly one `kbpub_1_` key whose checksum holds: a mistyped key would seal what nobody can open. */
export function parsePublicKey(text: string): SealingPublicKey | null {
  const bytes = decodeKey(PUBLIC_PREFIX, text);
  return bytes === null ? null : publicKeyFrom(bytes);
}

/** Null unless it is exactly one `kbpriv_1_` key whose checksum holds. */
export function parsePrivateKey(text: string): SealingKeyPair | null {
  const bytes = decodeKey(PRIVATE_PREFIX, text);
  return bytes === null ? null : new SealingKeyPair(bytes);
}

function publicKeyFrom(bytes: Buffer): SealingPublicKey {
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return { id, text: encodeKey(PUBLIC_PREFIX, bytes), bytes };
}

/** Prefix, then base64url of the key and the CRC-32 of prefix and key: 36 bytes, so there is only one spelling. */
function encodeKey(prefix: string, bytes: Buffer): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes, crc32(prefix)));
  return prefix + Buffer.concat([bytes, checksum]).toString("base64url");
}

function decodeKey(prefix: string, text: string): Buffer | null {
  if (text.length !== prefix.length + 48 || !text.startsWith(prefix)) return null;
  const bytes = Buffer.from(text.slice(prefix.length), "base64url").subarray(0, KEY_LENGTH);
  // Node's decoder skips characters that are not base64url; encoding again is what refuses them, and the checksum too.
  return encodeKey(prefix, bytes) === text ? bytes : null;
}

function rawPublicKey(secret: Buffer): Buffer {
  const pkcs8 = Buffer.concat([PKCS8_HEADER, secret]);
  const publicKey = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
  return publicKey.export({ format: "der", type: "spki" }).subarray(-KEY_LENGTH);
}

async function importPair(secret: Buffer, publicBytes: Buffer): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = Buffer.concat([PKCS8_HEADER, secret]);
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]),
    webcrypto.subtle.importKey("raw", publicBytes, "X25519", true, []),
  ]);
  return { privateKey, publicKey };
}
