const OTHERS = "others";

interface Spent {
  readonly spent_usd: string;
  readonly accrued_usd: string;
}

interface SpendSeries {
  /** Null: all agents after the largest, together. */
  readonly agent_name: string | null;
  readonly points: readonly Spent[];
}

interface SpendBuckets {
  readonly buckets: { readonly startsAt: string; readonly values: Record<string, number> }[];
  /** By name, so that an agent keeps its colour when amounts change. */
  readonly groups: string[];
  readonly names: Readonly<Record<string, string>>;
}

/** What was spent or is done and not final, for drawing: exact amounts stay texts wherever they are told. */
export function spendBuckets(starts: readonly string[], series: readonly SpendSeries[]): SpendBuckets {
  // An agent may well be called "others"; no agent's name holds a space.
  const keyOf = ({ agent_name }: SpendSeries) => agent_name ?? `${OTHERS} `;
  const buckets = starts.map((startsAt, index) => ({
    startsAt,
    values: Object.fromEntries(
      series.map((each) => {
        const point = each.points[index];
        return [keyOf(each), point === undefined ? 0 : Number(point.spent_usd) + Number(point.accrued_usd)];
      }),
    ),
  }));
  const groups = series
    .map(keyOf)
    .sort((a, b) => (a.endsWith(" ") ? 1 : b.endsWith(" ") ? -1 : a < b ? -1 : 1));
  return { buckets, groups, names: { [`${OTHERS} `]: "All others" } };
}

/** When a bucket ends, for a filter of the log. */
export function bucketEnd(starts: readonly string[], startsAt: string, windowEnd: string): string {
  return starts[starts.indexOf(startsAt) + 1] ?? windowEnd;
}
