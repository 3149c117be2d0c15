import { randomFillSync } from "node:crypto";

const ALPHABET = Buffer.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const pool = Buffer.alloc(8192);
const scratch = Buffer.alloc(128);
let used = pool.length;

/** A new id in Stripe's shape: `pi_` and 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const start = scratch.write(prefix, "latin1");
  for (let index = 0; index < length; index++) {
    scratch[start + index] = ALPHABET[(pool[used + index] ?? 0) % ALPHABET.length] ?? 0;
  }
  used += length;
  return scratch.toString("latin1", 0, start + length);
}
