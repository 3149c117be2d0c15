import type { Reply } from "./replies.ts";

/** The first use of an idempotency key. `outcome` is null while it runs. */
export interface FirstUse {
  readonly endpoint: string;
  readonly fingerprint: string;
  readonly requestId: string;
  outcome: Reply | null;
}

export type KeyUse =
  | { readonly kind: "first"; readonly use: FirstUse }
  | { readonly kind: "running" }
  | { readonly kind: "too_long" }
  | { readonly kind: "other_endpoint"; readonly first: FirstUse }
  | { readonly kind: "other_parameters" }
  | { readonly kind: "replay"; readonly first: FirstUse; readonly outcome: Reply };

export const KEY_LENGTH_MAX = 255;

/** Idempotency keys of one account, as docs.stripe.com/api/idempotent_requests describes them. */
export class IdempotencyKeys {
  #young = new Map<string, FirstUse>();
  #old = new Map<string, FirstUse>();
  readonly #kept: () => void;

  /** `kept` is told of each key that starts to take memory. */
  constructor(kept: () => void) {
    this.#kept = kept;
  }

  /** Takes the key for this request, or says what it was taken for before. */
  take(key: string, request: Omit<FirstUse, "outcome">): KeyUse {
    if (key.length > KEY_LENGTH_MAX) return { kind: "too_long" };
    const first = this.#young.get(key) ?? this.#old.get(key);
    if (first === undefined) {
      // Spelt out: V8 gives an object that is spread and added to a hidden class of its own, for every single key.
      const { endpoint, fingerprint, requestId } = request;
      const use = { endpoint, fingerprint, requestId, outcome: null };
      this.#young.set(key, use);
      this.#kept();
      return { kind: "first", use };
    }
    if (first.endpoint !== request.endpoint) return { kind: "other_endpoint", first };
    if (first.fingerprint !== request.fingerprint) return { kind: "other_parameters" };
    if (first.outcome === null) return { kind: "running" };
    return { kind: "replay", first, outcome: first.outcome };
  }

  release(key: string, use: FirstUse): void {
    for (const generation of [this.#young, this.#old]) {
      if (generation.get(key) === use) generation.delete(key);
    }
  }

  turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}
