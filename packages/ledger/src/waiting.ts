import { LedgerUnavailable } from "./port.ts";

/** Both clocks at the moment a batch was sent: the start of the ticket that its calls may be forwarded with. */
export interface SentAt {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** An item of a lane, and whom to tell. */
export interface Waiting<Item, Result> {
  readonly item: Item;
  readonly organizationId: string;
  readonly key: string;
  readonly conflictKey: string | null;
  /** Milliseconds of the monotonic clock. */
  readonly submittedAtMs: number;
  /** When a batch first left it out, by the same clock; null if none has. */
  readonly leftOutAtMs: number | null;
  readonly resolve: (sent: { readonly result: Result; readonly sentAt: SentAt }) => void;
  readonly reject: (error: LedgerUnavailable) => void;
}

interface Together<Queued> {
  readonly most: number;
  readonly mayJoin: (waiting: Queued) => boolean;
}

/** The oldest items that may go together; what may not go yet keeps its place. */
export function takeTogether<Queued extends Pick<Waiting<unknown, unknown>, "conflictKey">>(
  queue: readonly Queued[],
  { most, mayJoin }: Together<Queued>,
): { readonly together: Queued[]; readonly left: Queued[] } {
  const together: Queued[] = [];
  const left: Queued[] = [];
  // Behind an item of the same conflict key every later one stays, wherever that one went: so their order is kept.
  const conflictKeys = new Set<string>();
  for (const waiting of queue) {
    const conflicts = waiting.conflictKey !== null && conflictKeys.has(waiting.conflictKey);
    if (together.length >= most || conflicts || !mayJoin(waiting)) left.push(waiting);
    else together.push(waiting);
    if (waiting.conflictKey !== null) conflictKeys.add(waiting.conflictKey);
  }
  return { together, left };
}

export function rejectAll<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  message: string,
  cause: unknown,
): void {
  for (const { reject } of batch) reject(new LedgerUnavailable(message, { cause }));
}
