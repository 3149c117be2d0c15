/** A map that forgets what was used longest ago, so that no stranger's input can fill the memory. */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #sizeMax: number;
  readonly #onEvict: ((value: V) => void) | null;

  constructor(sizeMax: number, onEvict: ((value: V) => void) | null = null) {
    this.#sizeMax = sizeMax;
    this.#onEvict = onEvict;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Also marks the entry as used, once it begins to matter: in a map that is half empty nothing is forgotten soon. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined || this.#entries.size * 2 < this.#sizeMax) return value;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#sizeMax) return;
    for (const oldest of this.#entries.keys()) {
      this.delete(oldest);
      break;
    }
  }

  delete(key: K): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#onEvict?.(value);
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }
}
