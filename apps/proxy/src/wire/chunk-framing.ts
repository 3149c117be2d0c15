const CR = 0x0d;
const LF = 0x0a;
const SIZE_DIGITS_MAX = 8;

/**
 * Reads the framing of one chunked body beside Node's parser, which silently skips chunk extensions: another
 * server may take their bytes for data (RFC 9112, section 7.1.1). It counts bytes; the data itself it passes over.
 */
export class ChunkFraming {
  #state: "size" | "size_lf" | "data" | "data_cr" | "data_lf" | "end_cr" | "end_lf" | "done" | "bad" = "size";
  #size = 0;
  #digits = 0;

  /** True once a byte came that is not a size, its line end, data, or the last chunk's empty line. */
  get bad(): boolean {
    return this.#state === "bad";
  }

  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#state !== "bad" && this.#state !== "done") {
      if (this.#state === "data") {
        const step = Math.min(this.#size, bytes.length - at);
        this.#size -= step;
        at += step;
        if (this.#size === 0) this.#state = "data_cr";
      } else {
        this.#step(bytes[at] ?? 0);
        at += 1;
      }
    }
  }

  #step(byte: number): void {
    switch (this.#state) {
      case "size":
        this.#readSize(byte);
        break;
      case "size_lf":
        this.#expect(byte, LF, this.#size === 0 ? "end_cr" : "data");
        break;
      case "data_cr":
        this.#expect(byte, CR, "data_lf");
        break;
      case "data_lf":
        this.#digits = 0;
        this.#expect(byte, LF, "size");
        break;
      case "end_cr":
        // Anything but the end of the line here is a trailer.
        this.#expect(byte, CR, "end_lf");
        break;
      case "end_lf":
        this.#expect(byte, LF, "done");
        break;
    }
  }

  #readSize(byte: number): void {
    if (byte === CR && this.#digits > 0) {
      this.#state = "size_lf";
      return;
    }
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit) || this.#digits === SIZE_DIGITS_MAX) {
      this.#state = "bad";
      return;
    }
    this.#size = this.#digits === 0 ? digit : this.#size * 16 + digit;
    this.#digits += 1;
  }

  #expect(
    byte: number,
    wanted: number,
    next: "data" | "data_lf" | "size" | "end_cr" | "end_lf" | "done",
  ): void {
    this.#state = byte === wanted ? next : "bad";
  }
}
