import { createHash } from "node:crypto";

/** How a set-up code is stored: people may leave out its dashes, or write it in lower case. */
export function hashSetUpCode(code: string): Buffer {
  return createHash("sha256").update(code.toUpperCase().replace(/[\s-]/g, "")).digest();
}
