type Bytes = Uint8Array<ArrayBuffer>;

const CARRIAGE_RETURN = 0x0d;

/**
 * Ends the rows of a CSV in CRLF, as RFC 4180 does, where COPY ends them in LF. A line feed between quotes belongs to
 * a value and stays as it is; since a quote in a value is doubled, whether a byte stands between quotes is whether an
 * odd number of quotes came before it. Chunks may be cut anywhere: the state goes with them.
 */
export class CrlfRows {
  #isQuoted = false;

  convert(chunk: Buffer): Bytes {
    const ends = this.#rowEnds(chunk);
    const converted = new Uint8Array(chunk.length + ends.length);
    let from = 0;
    let at = 0;
    for (const end of ends) {
      converted.set(chunk.subarray(from, end), at);
      at += end - from;
      converted[at] = CARRIAGE_RETURN;
      at += 1;
      from = end;
    }
    converted.set(chunk.subarray(from), at);
    return converted;
  }

  /** Where the line feeds are that end a row. One character a byte, so that places are the same in text and bytes. */
  #rowEnds(chunk: Buffer): number[] {
    // Searching a text for one character is several times faster here than looking at each byte.
    const text = chunk.toString("latin1");
    const ends: number[] = [];
    let quote = text.indexOf('"');
    for (let line = text.indexOf("\n"); line !== -1; line = text.indexOf("\n", line + 1)) {
      for (; quote !== -1 && quote < line; quote = text.indexOf('"', quote + 1))
        this.#isQuoted = !this.#isQuoted;
      if (!this.#isQuoted) ends.push(line);
    }
    for (; quote !== -1; quote = text.indexOf('"', quote + 1)) this.#isQuoted = !this.#isQuoted;
    return ends;
  }
}
