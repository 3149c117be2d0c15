/** What an answer says of one operation of a call. */
export interface Told {
  /** Not done at all; done, perhaps with an amount; or left open. */
  readonly what: "refused" | "done" | "open";
  /** By the key's rates; null where the answer does not tell. */
  readonly micros: bigint | null;
  readonly id: string | null;
}
