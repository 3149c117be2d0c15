import { hash, verify } from "@node-rs/argon2";

/** argon2id with 19 MiB, two passes and one lane: OWASP Password Storage Cheat Sheet. About 20 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** In characters as people count them (code points), after normalisation. */
const LENGTH_MIN = 12;
const LENGTH_MAX = 256;
/** 256 characters of two UTF-16 units each, each composed from two. */
const UNITS_MAX = 4 * LENGTH_MAX;
const DIFFERENT_MIN = 5;

/** The rule, as a person reads it before they choose. */
export const PASSWORD_RULE = `At least ${LENGTH_MIN} characters, ${DIFFERENT_MIN} of them different. Length counts, not symbols.`;

/**
 * What is wrong with a new password, as a sentence; null when nothing is. Length and no rules of composition, as NIST
 * SP 800-63B says; but not the e-mail address, and not one character over and over.
 */
export function refusePassword(password: string, email: string): string | null {
  const tooLong = `The password must have at most ${LENGTH_MAX} characters.`;
  if (password.length > UNITS_MAX) return tooLong;
  const characters = [...normalise(password)];
  if (characters.length < LENGTH_MIN) return `The password must have at least ${LENGTH_MIN} characters.`;
  if (characters.length > LENGTH_MAX) return tooLong;
  if (characters.includes("\0")) return "The password must not hold a NUL character.";
  if (new Set(characters).size < DIFFERENT_MIN) {
    return `The password must have at least ${DIFFERENT_MIN} different characters.`;
  }
  if (normalise(password).toLowerCase() === normalise(email).toLowerCase()) {
    return "The password must not be the e-mail address.";
  }
  return null;
}

/** The PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/**
 * Whether it is the password that was hashed. Null (an unknown person, or one without a password) takes the same time
 * and is never true, so that an answer's delay does not tell who exists.
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  // No acceptable password is longer, and normalising megabytes is work that a stranger could order.
  if (password.length > UNITS_MAX) return false;
  const matches = await verify(storedHash ?? (await hashForNobody()), normalise(password));
  return matches && storedHash !== null;
}

let nobody: Promise<string> | undefined;

function hashForNobody(): Promise<string> {
  nobody ??= hash("nobody's password", COST);
  return nobody;
}

/** NFKC, so that the same characters typed on another keyboard or system are the same bytes (SP 800-63B, 3.1.1.2). */
function normalise(password: string): string {
  return password.normalize("NFKC");
}
