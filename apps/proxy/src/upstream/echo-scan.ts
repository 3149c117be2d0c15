import type { EchoNeedles } from "./echo-needles.ts";

const ASTERISK = 0x2a;
const EMPTY = Buffer.alloc(0);

/**
 * Takes a credential out of a vendor's answer as it streams by: every form of it is overwritten with asterisks, so
 * that the length stays what was announced. What could be the beginning of one at the end of a part waits for the
 * next part; nothing else does.
 */
export class EchoScan {
  readonly #needles: EchoNeedles;
  #waiting: Buffer = EMPTY;
  #found = 0;

  constructor(needles: EchoNeedles) {
    this.#needles = needles;
  }

  /** How many echoes were overwritten so far. */
  get found(): number {
    return this.#found;
  }

  /** The bytes that may go on to the agent now. */
  pass(part: Buffer): Buffer {
    const bytes = this.#masked(part);
    const keep = this.#longestBeginning(bytes);
    this.#waiting = keep === 0 ? EMPTY : bytes.subarray(bytes.length - keep);
    return keep === 0 ? bytes : bytes.subarray(0, bytes.length - keep);
  }

  /** What still waited, once no more can come. */
  end(part: Buffer = EMPTY): Buffer {
    const bytes = this.#masked(part);
    this.#waiting = EMPTY;
    return bytes;
  }

  #masked(part: Buffer): Buffer {
    let bytes = this.#waiting.length === 0 ? part : Buffer.concat([this.#waiting, part]);
    for (const needle of this.#needles) {
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at)) {
        // A copy: the same bytes are kept elsewhere to read the cost from.
        if (bytes === part) bytes = Buffer.from(part);
        bytes.fill(ASTERISK, at, at + needle.length);
        this.#found += 1;
      }
    }
    return bytes;
  }

  #longestBeginning(bytes: Buffer): number {
    let longest = 0;
    for (const needle of this.#needles) {
      const first = needle[0];
      for (let length = Math.min(needle.length - 1, bytes.length); length > longest; length -= 1) {
        const at = bytes.length - length;
        if (bytes[at] === first && bytes.compare(needle, 0, length, at) === 0) longest = length;
      }
    }
    return longest;
  }
}

/** The same for a short text, such as a header's value. */
export function withoutEcho(text: string, needles: EchoNeedles): string {
  let clean = text;
  for (const needle of needles) {
    if (needle.length > text.length) continue;
    const form = needle.toString("latin1");
    if (clean.includes(form)) clean = clean.replaceAll(form, "*".repeat(form.length));
  }
  return clean;
}
