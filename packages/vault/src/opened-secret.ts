import { inspect } from "node:util";

/** A vendor's secret in the clear. Printing it or turning it into JSON shows nothing; wipe it when it is used up. */
export class OpenedSecret {
  readonly #bytes: Buffer;

  /** Takes the buffer over: `wipe` overwrites it. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  reveal(): Buffer {
    return this.#bytes;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
