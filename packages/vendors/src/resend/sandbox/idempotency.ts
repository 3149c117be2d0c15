import type { Reply } from "./replies.ts";

/** The first use of an idempotency key. `outcome` is null while it runs. */
export interface FirstUse {
  readonly fingerprint: string;
  readonly atMs: number;
  outcome: Reply | null;
}

export type KeyUse =
  | { readonly kind: "first"; readonly use: FirstUse }
  | { readonly kind: "invalid" | "running" | "other_payload" }
  | { readonly kind: "replay"; readonly outcome: Reply };

const KEPT_MS = 24 * 3_600_000;
const KEYS_MAX = 200_000;

/** As https://resend.com/docs/dashboard/emails/idempotency-keys describes them: kept for a day, successes only. */
export class IdempotencyKeys {
  readonly #uses = new Map<string, FirstUse>();

  take(key: string, fingerprint: string, now = Date.now()): KeyUse {
    if (key.length < 1 || key.length > 256) return { kind: "invalid" };
    const first = this.#uses.get(key);
    if (first === undefined || now - first.atMs >= KEPT_MS) {
      const use = { fingerprint, atMs: now, outcome: null };
      this.#uses.set(key, use);
      const [oldest] = this.#uses.keys();
      if (this.#uses.size > KEYS_MAX && oldest !== undefined) this.#uses.delete(oldest);
      return { kind: "first", use };
    }
    if (first.fingerprint !== fingerprint) return { kind: "other_payload" };
    return first.outcome === null ? { kind: "running" } : { kind: "replay", outcome: first.outcome };
  }

  release(key: string, use: FirstUse): void {
    if (this.#uses.get(key) === use) this.#uses.delete(key);
  }
}
