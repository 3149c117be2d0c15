import { loadavg } from "node:os";
import type { ExportFigures } from "./measure-export.ts";

export interface ViewFigures {
  readonly name: string;
  readonly coldMs: number;
  readonly warmMs: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function viewTable(figures: readonly ViewFigures[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const cell = (ms: number) => ms.toFixed(0).padStart(9);
  const lines = figures.map(
    ({ name, coldMs, warmMs }) => `${name.padEnd(width)}${cell(warmMs)}${cell(coldMs)}`,
  );
  return [`${"screen".padEnd(width)}  warm ms  cold ms`, ...lines].join("\n");
}

export function exportLine(kind: "cold" | "warm", figures: ExportFigures): string {
  const { rows, seconds, bytes, rowsPerSecond, memoryBeforeMb, memoryGrowthMb } = figures;
  return (
    `export, ${kind}: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rowsPerSecond)} rows/s, ` +
    `${(bytes / 1e6).toFixed(0)} MB; the dashboard's memory grew by ${memoryGrowthMb.toFixed(0)} MB ` +
    `from ${memoryBeforeMb.toFixed(0)} MB (load average ${loadavg()[0]?.toFixed(2)})`
  );
}
