import { BoundedMap } from "../bounded-map.ts";
import { TokenBucket } from "./token-bucket.ts";

const ADDRESSES_MAX = 20_000;
const PER_SECOND = 10;
const BURST = 50;

/**
 * How often one address may ask for keys that do not exist. A checksum is no proof: anyone can compute one, and each
 * well-formed guess costs a look-up in the database. Keys that are known are never held up by it.
 */
export class UnknownKeyLimit {
  readonly #byAddress = new BoundedMap<string, TokenBucket>(ADDRESSES_MAX);

  isOver(address: string): boolean {
    return this.#byAddress.get(address)?.isEmpty ?? false;
  }

  note(address: string): void {
    let bucket = this.#byAddress.get(address);
    if (bucket === undefined) {
      bucket = new TokenBucket(PER_SECOND, BURST);
      this.#byAddress.set(address, bucket);
    }
    bucket.take();
  }
}
