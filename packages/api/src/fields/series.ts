import type { RollupSums, SeriesPoint } from "@keybrake/database";
import { z } from "zod";
import { instantOut } from "./time.ts";

/** When each point of a series begins; every series of a chart has one point for each. */
export const bucketsOut = z
  .array(instantOut)
  .describe("When each hour or day begins, oldest first, without gaps; the last is still running.");

export interface Series {
  /** Null: all groups after the largest, together. */
  readonly group: string | null;
  readonly sums: RollupSums;
  /** One for each bucket. */
  readonly points: readonly RollupSums[];
}

const NOTHING: RollupSums = { spentMicros: 0n, accruedMicros: 0n, allowedCalls: 0n, deniedCalls: 0n };

function addSums(a: RollupSums, b: RollupSums): RollupSums {
  return {
    spentMicros: a.spentMicros + b.spentMicros,
    accruedMicros: a.accruedMicros + b.accruedMicros,
    allowedCalls: a.allowedCalls + b.allowedCalls,
    deniedCalls: a.deniedCalls + b.deniedCalls,
  };
}

export function sumOf(all: readonly RollupSums[]): RollupSums {
  return all.reduce(addSums, NOTHING);
}

/** Puts what was read into one series a group, with a zero where nothing happened. */
export function makeSeries(starts: readonly Date[], read: readonly SeriesPoint[]): Series[] {
  const groups = new Map<string | null, RollupSums[]>();
  for (const point of read) {
    if (starts[point.bucket] === undefined) throw new Error("a series has a point outside of its buckets");
    const points = groups.get(point.group) ?? starts.map(() => NOTHING);
    points[point.bucket] = point;
    groups.set(point.group, points);
  }
  return [...groups].map(([group, points]) => ({ group, points, sums: sumOf(points) }));
}

/** The largest first, whatever stands for the rest at the end. */
export function bySize(size: (sums: RollupSums) => bigint): (a: Series, b: Series) => number {
  return (a, b) => {
    if (a.group === null || b.group === null) return a.group === null ? 1 : -1;
    const difference = size(b.sums) - size(a.sums);
    if (difference !== 0n) return difference > 0n ? 1 : -1;
    return a.group < b.group ? -1 : 1;
  };
}

/** What counts against caps: spent, and done but not final. */
export const countedMicros = (sums: RollupSums) => sums.spentMicros + sums.accruedMicros;
export const allCalls = (sums: RollupSums) => sums.allowedCalls + sums.deniedCalls;
