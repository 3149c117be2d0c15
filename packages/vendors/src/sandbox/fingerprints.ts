import { hash } from "node:crypto";

/** What may be kept of a secret: enough to tell two apart, too little to use one. */
export interface Fingerprint {
  readonly sha256: string;
  readonly last4: string;
}

const CACHE_MAX = 10_000;

/** Fingerprints of the credentials seen, cached: under load the same few arrive thousands of times a second. */
export class Fingerprints {
  readonly #known = new Map<string, Fingerprint>();

  of(secret: string): Fingerprint {
    const known = this.#known.get(secret);
    if (known !== undefined) return known;
    if (this.#known.size >= CACHE_MAX) this.#known.clear();
    const fingerprint = { sha256: hash("sha256", secret), last4: secret.slice(-4) };
    this.#known.set(secret, fingerprint);
    return fingerprint;
  }
}
