import { randomInt } from "node:crypto";
import { chosenSeed } from "./env.ts";

const SEED_MAX = 2 ** 32;

/** Choices that a test made at random, by a seed that it prints: `KEYBRAKE_TEST_SEED` makes them again. */
export class Random {
  readonly seed: number;
  #state: number;

  constructor(seed = chosenSeed === undefined ? randomInt(SEED_MAX) : Number(chosenSeed)) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= SEED_MAX) throw new Error(`no seed: ${seed}`);
    this.seed = seed;
    this.#state = seed;
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.between(0, from.length - 1)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  /** Mulberry32: small, and the same on every machine. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / SEED_MAX;
  }
}
