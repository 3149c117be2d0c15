import { visible } from "../visible.ts";
import { sum } from "./measure.ts";

const SERIES_MAX = 9;

export interface Series {
  readonly key: string;
  readonly name: string;
  /** A CSS colour, mostly a variable of charts.css. */
  readonly colour: string;
  readonly striped?: boolean;
  /** Several groups in one, which cannot be selected as one. */
  readonly folded?: boolean;
}

export interface Row {
  /** What the row is of: the start of a bucket, an endpoint, a vendor. */
  readonly key: string;
  readonly name: string;
  /** One for each series, in their order. */
  readonly values: readonly number[];
}

/** All that a chart shows; its drawing, its legend, its tooltip and its table are made from this alone. */
export interface Dataset {
  readonly series: readonly Series[];
  readonly rows: readonly Row[];
}

export interface Bucket {
  readonly startsAt: string;
  readonly values: Readonly<Record<string, number>>;
}

interface Naming {
  readonly nameOf: (group: string) => string;
  readonly colourOf: (index: number, group: string) => string;
  /** The start of a bucket, as its row is called. */
  readonly rowName: (startsAt: string) => string;
}

/** More groups than colours: the largest keep theirs, the rest are one grey series that says how many they are. */
export function bucketsToDataset(
  buckets: readonly Bucket[],
  groups: readonly string[],
  naming: Naming,
): Dataset {
  const kept = groups.length > SERIES_MAX ? largest(buckets, groups) : groups;
  const rest = groups.filter((group) => !kept.includes(group));
  const series: Series[] = kept.map((group, index) => ({
    key: group,
    name: visible(naming.nameOf(group)),
    colour: naming.colourOf(index, group),
  }));
  if (rest.length > 0) {
    series.push({
      key: " others",
      name: `${rest.length} others`,
      colour: "var(--series-other)",
      folded: true,
    });
  }
  const rows = buckets.map(({ startsAt, values }) => ({
    key: startsAt,
    name: naming.rowName(startsAt),
    values: [
      ...kept.map((group) => ownValue(values, group)),
      ...(rest.length > 0 ? [sum(rest.map((group) => ownValue(values, group)))] : []),
    ],
  }));
  return { series, rows };
}

/** The same without the series that the reader has switched off. */
export function without(dataset: Dataset, hidden: ReadonlySet<string>): Dataset {
  const shown = dataset.series.flatMap(({ key }, index) => (hidden.has(key) ? [] : [index]));
  const pick = <T>(all: readonly T[]) => shown.flatMap((index) => all.slice(index, index + 1));
  return {
    series: pick(dataset.series),
    rows: dataset.rows.map((row) => ({ ...row, values: pick(row.values) })),
  };
}

export function isEmpty(dataset: Dataset): boolean {
  return dataset.rows.every((row) => row.values.every((value) => value === 0));
}

export function totalOf(dataset: Dataset, index: number): number {
  return sum(dataset.rows.map((row) => row.values[index] ?? 0));
}

export function seriesColour(index: number): string {
  return `var(--series-${(index % SERIES_MAX) + 1})`;
}

/** In the order given, so that a group keeps its place, and mostly its colour, when amounts change. */
function largest(buckets: readonly Bucket[], groups: readonly string[]): readonly string[] {
  const total = (group: string) => sum(buckets.map(({ values }) => ownValue(values, group)));
  const totals = new Map(groups.map((group) => [group, total(group)]));
  const ranked = [...groups].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0));
  const kept = new Set(ranked.slice(0, SERIES_MAX - 1));
  return groups.filter((group) => kept.has(group));
}

/** Own properties only: an agent may be called "constructor". */
function ownValue(values: Readonly<Record<string, number>>, group: string): number {
  return Object.hasOwn(values, group) ? (values[group] ?? 0) : 0;
}
