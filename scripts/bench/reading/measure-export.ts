import { readFileSync } from "node:fs";
import type { Dashboard } from "./dashboard.ts";

const SAMPLE_MS = 25;
const LINE_FEED = 0x0a;

export interface ExportFigures {
  readonly rows: number;
  readonly bytes: number;
  /** From the request to the last byte. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Resident memory of the dashboard: before, and how much more it was at the most. */
  readonly memoryBeforeMb: number;
  readonly memoryGrowthMb: number;
}

/** Downloads the whole audit log as a browser would, and watches the dashboard's memory meanwhile. */
export async function measureExport(dashboard: Dashboard): Promise<ExportFigures> {
  const before = residentBytes(dashboard.pid);
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentBytes(dashboard.pid));
  }, SAMPLE_MS);
  try {
    const startedAt = performance.now();
    const file = await dashboard.open("/exports/audit-log");
    let bytes = 0;
    let lines = 0;
    for await (const chunk of file as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // No value of the sample history holds a line feed.
      for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const rows = lines - 1;
    return {
      rows,
      bytes,
      seconds,
      rowsPerSecond: rows / seconds,
      memoryBeforeMb: before / 1e6,
      memoryGrowthMb: (peak - before) / 1e6,
    };
  } finally {
    clearInterval(watch);
  }
}

/** Of the process alone: looking through all processes so often would itself be a load. */
function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}
