import { createHash, randomBytes } from "node:crypto";

/** 256 random bits for a cookie or a link, and what is stored of them: a plain hash of so much needs no salt. */
export function mintSecret(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashOf(token) };
}

/** The hash of a secret as presented; null when it has no possible form, without asking anybody. */
export function readSecret(text: string | undefined): Buffer | null {
  return text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text) ? hashOf(text) : null;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token, "ascii").digest();
}
