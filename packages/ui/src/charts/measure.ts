import { formatUsd } from "../usd.ts";

const MICROS = 1_000_000;

/** What a chart's numbers are, and how they are written. */
export interface Measure {
  readonly unit: string;
  /** Short, for axes. */
  readonly axis: (value: number) => string;
  /** To the cent where that is precise enough, for legends. */
  readonly brief: (value: number) => string;
  /** Every digit, for tooltips and tables. */
  readonly exact: (value: number) => string;
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US");

export const USD: Measure = {
  unit: "USD",
  axis: (value) => (value < 0 ? "−$" : "$") + axisNumber(Math.abs(value)),
  brief: (value) => formatUsd(value.toFixed(Math.abs(value) < 1 ? 6 : 2)),
  exact: (value) => formatUsd(value.toFixed(6)),
};

export const CALLS: Measure = {
  unit: "Calls",
  axis: axisNumber,
  brief: (value) => whole.format(value),
  exact: (value) => whole.format(value),
};

/** Added in whole micros: a column of floats would not add up to what stands under it. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + Math.round(value * MICROS), 0) / MICROS;
}

function axisNumber(value: number): string {
  return value < 1_000 ? small.format(value) : compact.format(value);
}
