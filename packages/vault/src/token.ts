import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** A vault key is what an agent holds; a service token is what an orchestrator issues and revokes with. */
export type TokenKind = "vault_key" | "service_token";

export interface TokenIdentity {
  readonly kind: TokenKind;
  /** SHA-256 of the whole token: what is stored and looked up. */
  readonly hash: Buffer;
  /** The only part that may be shown again. */
  readonly last4: string;
}

export interface MintedToken extends TokenIdentity {
  /** Shown once and never stored. */
  readonly token: string;
}

const PREFIXES: Readonly<Record<TokenKind, string>> = { vault_key: "vk_", service_token: "kbt_" };
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const TOKEN = /^(vk_|kbt_)[0-9A-Za-z]{38}$/;
const LENGTH_MAX = 4 + RANDOM_LENGTH + CHECKSUM_LENGTH;

/** Makes a new token with 190 random bits, so its plain SHA-256 cannot be guessed back and needs no slow hash. */
export function mintToken(kind: TokenKind): MintedToken {
  const body = PREFIXES[kind] + randomBase62(RANDOM_LENGTH);
  const token = body + checksumOf(body);
  return { token, ...identityOf(kind, token) };
}

/**
 * Reads a token as presented; null when its prefix, characters, length or checksum are wrong, so that most junk is
 * refused without asking the database. Never throws, whatever the text. The checksum is no secret (anyone can compute
 * it from the token), so how soon a text is refused tells nothing.
 */
export function readToken(text: string): TokenIdentity | null {
  // Bounded before the expression runs over it: the text comes from a stranger.
  if (text.length > LENGTH_MAX) return null;
  const prefix = TOKEN.exec(text)?.[1];
  if (prefix === undefined) return null;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  if (text.slice(-CHECKSUM_LENGTH) !== checksumOf(body)) return null;
  return identityOf(prefix === PREFIXES.vault_key ? "vault_key" : "service_token", text);
}

function identityOf(kind: TokenKind, token: string): TokenIdentity {
  // By way of text it takes a quarter of the time, and every call reads a token.
  return { kind, hash: Buffer.from(hash("sha256", token), "hex"), last4: token.slice(-4) };
}

/** CRC-32 as in zlib, most significant digit first; 62^6 holds all of its 2^32 values. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

function randomBase62(length: number): string {
  // The largest multiple of 62 in a byte: bytes from here on would make the first characters likelier.
  const limit = 256 - (256 % ALPHABET.length);
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
