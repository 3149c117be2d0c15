import type { Movement, SandboxAnswer } from "../sandbox.ts";
import type { Fingerprint } from "./fingerprints.ts";

export interface MovedMicros {
  in: bigint;
  out: bigint;
  back: bigint;
}

/** Micros of each currency's major unit, by ISO 4217 code. */
export type MovedByCurrency = Map<string, MovedMicros>;

export interface CredentialTotals {
  readonly vendor: string;
  readonly credential: Fingerprint;
  readonly moved: MovedByCurrency;
}

const CREDENTIALS_MAX = 10_000;

/** Counters that never drop anything, whatever the log's ring has forgotten. */
export class Totals {
  requests = 0;
  /** What arrived and was no HTTP request at all, such as the rest of one that was framed wrongly. */
  malformed = 0;
  executed = 0;
  replayed = 0;
  readonly moved: MovedByCurrency = new Map();
  readonly #byCredential = new Map<string, CredentialTotals>();

  arrived(): void {
    this.requests += 1;
  }

  decided(vendor: string, credential: Fingerprint | null, answer: SandboxAnswer): void {
    if (answer.executed) this.executed += 1;
    if (answer.replayed) this.replayed += 1;
    for (const movement of answer.movements) {
      add(this.moved, movement);
      const own = credential === null ? undefined : this.#of(vendor, credential);
      if (own !== undefined) add(own.moved, movement);
    }
  }

  /** The first ten thousand credentials that moved money. */
  byCredential(): CredentialTotals[] {
    return [...this.#byCredential.values()];
  }

  #of(vendor: string, credential: Fingerprint): CredentialTotals | undefined {
    const key = `${vendor} ${credential.sha256}`;
    const known = this.#byCredential.get(key);
    if (known !== undefined || this.#byCredential.size >= CREDENTIALS_MAX) return known;
    const fresh: CredentialTotals = { vendor, credential, moved: new Map() };
    this.#byCredential.set(key, fresh);
    return fresh;
  }
}

function add(totals: MovedByCurrency, movement: Movement): void {
  let sums = totals.get(movement.currency);
  if (sums === undefined) {
    sums = { in: 0n, out: 0n, back: 0n };
    totals.set(movement.currency, sums);
  }
  sums[movement.direction] += movement.micros;
}
