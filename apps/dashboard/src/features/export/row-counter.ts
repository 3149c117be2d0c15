const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/** Counts the rows of a CSV as it comes by, the header left out. A line feed between quotes ends no row. */
export class RowCounter {
  #isQuoted = false;
  #lines = 0;

  add(chunk: Uint8Array): void {
    let isQuoted = this.#isQuoted;
    let lines = 0;
    for (const byte of chunk) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) lines += 1;
    }
    this.#isQuoted = isQuoted;
    this.#lines += lines;
  }

  get rows(): number {
    return Math.max(0, this.#lines - 1);
  }
}
