import { decimalOf, formatUsd, microsOf } from "./usd.ts";

const NEAR_PERCENT = 80;

export interface CapShare {
  /** Widths in percent of the cap, together 100 at most. */
  readonly spentPercent: number;
  readonly heldPercent: number;
  readonly level: "free" | "near" | "used";
  /** `$350.00 left`, `Used up`, `$2.00 over` */
  readonly left: string;
}

/** Shares of a cap in whole micro-dollars; only the widths of the drawing become fractions. */
export function shareOfCap(spent: string, held: string, cap: string): CapShare {
  const [spentMicros, heldMicros, capMicros] = [microsOf(spent), microsOf(held), microsOf(cap)];
  const left = capMicros - spentMicros - heldMicros;
  const spentPercent = percentOf(spentMicros, capMicros);
  const usedPercent = percentOf(spentMicros + heldMicros, capMicros);
  return {
    spentPercent,
    heldPercent: Math.max(0, usedPercent - spentPercent),
    level: left <= 0n ? "used" : usedPercent >= NEAR_PERCENT ? "near" : "free",
    left: leftInWords(left),
  };
}

function leftInWords(left: bigint): string {
  if (left === 0n) return "Used up";
  if (left < 0n) return `${formatUsd(decimalOf(-left))} over`;
  return `${formatUsd(decimalOf(left))} left`;
}

function percentOf(part: bigint, whole: bigint): number {
  if (part <= 0n) return 0;
  if (part >= whole) return 100;
  return Number((part * 10_000n) / whole) / 100;
}
