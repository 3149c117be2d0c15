import { formatUsd } from "@keybrake/policy";

/** What calls come to; amounts are decimal dollars. */
export interface Totals {
  readonly calls: number;
  readonly allowed_calls: number;
  readonly denied_calls: number;
  readonly spent_usd: string;
  readonly open_usd: string;
}

/** What one request counted, of its own part of the calls. */
export interface Slice extends Totals {
  readonly counted_back_to: string | null;
  readonly next_cursor: string | null;
}

/** All that is counted so far, and where to go on; `next_cursor` null: that is all. */
export type Counted = Slice;

/**
 * Counts slice by slice to the end, from where it was left if it was begun before, and tells after each slice what there
 * is so far. However many calls there are, no more than one slice and the sum of the others is held.
 */
export async function countOn(
  begun: Counted | undefined,
  ask: (cursor: string | null) => Promise<Slice>,
  tell: (counted: Counted) => void,
): Promise<Counted> {
  let counted = begun ?? (await ask(null));
  while (counted.next_cursor !== null) {
    tell(counted);
    counted = added(counted, await ask(counted.next_cursor));
  }
  return counted;
}

function added(sum: Counted, slice: Slice): Counted {
  return {
    calls: sum.calls + slice.calls,
    allowed_calls: sum.allowed_calls + slice.allowed_calls,
    denied_calls: sum.denied_calls + slice.denied_calls,
    spent_usd: formatUsd(microsOf(sum.spent_usd) + microsOf(slice.spent_usd)),
    open_usd: formatUsd(microsOf(sum.open_usd) + microsOf(slice.open_usd)),
    counted_back_to: slice.counted_back_to,
    next_cursor: slice.next_cursor,
  };
}

/** Of any size, and below zero where corrections are larger than costs: no amount of one call is either. */
function microsOf(usd: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(usd);
  if (match === null) throw new RangeError(`Not an amount: ${usd}`);
  const [, sign, whole = "0", decimals = ""] = match;
  const micros = BigInt(whole) * 1_000_000n + BigInt(decimals.padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}
