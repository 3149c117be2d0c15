import type { Movement, RequestNote, SandboxAnswer } from "../sandbox.ts";
import type { FaultKind } from "./faults.ts";
import type { Fingerprint } from "./fingerprints.ts";

/** One request that arrived, from its headers on; the fields of the answer stay empty until there is one. */
export interface LogEntry extends Readonly<Arrival> {
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly latencyMs: number | null;
  readonly bodySha256: string | null;
  readonly idempotencyKey: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** The status written to the wire; null while unanswered and where the connection was broken instead. */
  readonly status: number | null;
  readonly objectId: string | null;
  readonly requestId: string | null;
  readonly executed: boolean;
  readonly replayed: boolean;
  readonly fault: FaultKind | null;
  readonly moved: readonly Movement[];
}

export interface Arrival {
  /** Null for a path that names no sandbox vendor. */
  vendor: string | null;
  method: string;
  path: string;
  query: string;
  credential: Fingerprint | null;
  /** Lower-case names of the headers that arrived, sorted, joined by a space: shows what a proxy let through. */
  headerNames: string;
}

type Open = { -readonly [Key in keyof LogEntry]: LogEntry[Key] };

const CAPACITY = 500_000;
const HEADER_LISTS_MAX = 1_000;
const NOTHING_MOVED: readonly Movement[] = [];

export interface LogPage {
  readonly entries: readonly LogEntry[];
  readonly hasMore: boolean;
}

/**
 * The witness: every request that arrived, in order of arrival. The newest half million are kept; sequence numbers
 * never restart but on `clear`, so a gap at the old end shows.
 */
export class ArrivalLog {
  #ring: Open[] = [];
  readonly #headerNames = new Map<string, string>();
  #next = 1;

  get lastSeq(): number {
    return this.#next - 1;
  }

  arrived(arrival: Arrival): ArrivalRecord {
    // Spelt out: V8 gives an object that is spread and added to a hidden class of its own, for every single entry.
    const entry: Open = {
      vendor: arrival.vendor,
      method: arrival.method,
      path: arrival.path,
      query: arrival.query,
      credential: arrival.credential,
      headerNames: this.#oneCopyOf(arrival.headerNames),
      seq: this.#next,
      receivedAtMs: Date.now(),
      latencyMs: null,
      bodySha256: null,
      idempotencyKey: null,
      amountMinor: null,
      currency: null,
      status: null,
      objectId: null,
      requestId: null,
      executed: false,
      replayed: false,
      fault: null,
      moved: NOTHING_MOVED,
    };
    this.#ring[(this.#next - 1) % CAPACITY] = entry;
    this.#next += 1;
    return new ArrivalRecord(entry);
  }

  /** The same few lists of names come with every request; half a million copies of them would be a waste. */
  #oneCopyOf(headerNames: string): string {
    const known = this.#headerNames.get(headerNames);
    if (known !== undefined) return known;
    if (this.#headerNames.size < HEADER_LISTS_MAX) this.#headerNames.set(headerNames, headerNames);
    return headerNames;
  }

  /** Entries with a sequence number above `since`, oldest first. */
  page(filter: { vendor?: string | undefined; since: number; limit: number }): LogPage {
    const entries: LogEntry[] = [];
    const oldest = Math.max(1, this.#next - this.#ring.length);
    for (let seq = Math.max(oldest, filter.since + 1); seq < this.#next; seq++) {
      const entry = this.#ring[(seq - 1) % CAPACITY];
      if (entry === undefined || (filter.vendor !== undefined && entry.vendor !== filter.vendor)) continue;
      if (entries.length === filter.limit) return { entries, hasMore: true };
      entries.push(entry);
    }
    return { entries, hasMore: false };
  }

  clear(): void {
    this.#ring = [];
    this.#next = 1;
  }
}

/** The one hand that completes an entry of the log. */
export class ArrivalRecord {
  readonly #entry: Open;

  constructor(entry: Open) {
    this.#entry = entry;
  }

  read(bodySha256: string): void {
    this.#entry.bodySha256 = bodySha256;
  }

  noted(note: RequestNote): void {
    this.#entry.idempotencyKey = note.idempotencyKey;
    this.#entry.amountMinor = note.amountMinor;
    this.#entry.currency = note.currency;
  }

  faulted(fault: FaultKind): void {
    this.#entry.fault = fault;
  }

  /** What the vendor made of it; told apart from `written`, since a broken connection carries no status. */
  decided(answer: SandboxAnswer): void {
    this.#entry.objectId = answer.objectId;
    this.#entry.requestId = answer.requestId;
    this.#entry.executed = answer.executed;
    this.#entry.replayed = answer.replayed;
    this.#entry.moved = answer.movements;
  }

  written(status: number): void {
    this.#entry.status = status;
    this.#entry.latencyMs = Date.now() - this.#entry.receivedAtMs;
  }
}
