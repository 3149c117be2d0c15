import { arch, cpus, loadavg, release, totalmem } from "node:os";
import type { Point } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { KEYS, ORGANIZATIONS } from "./seed.ts";
import type { WrkReport } from "./wrk.ts";

/** What the JSON file holds. */
export interface Report {
  readonly at: string;
  readonly machine: Readonly<Record<string, string | number | readonly number[]>>;
  readonly workload: Readonly<Record<string, string | number>>;
  readonly points: readonly Point[];
  /** Why a figure cannot be trusted, one sentence each. */
  readonly faults: readonly string[];
}

export function makeReport(points: readonly Point[], options: BenchOptions): Report {
  return {
    at: new Date().toISOString(),
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      processors: cpus().length,
      memoryBytes: totalmem(),
      system: `${process.platform} ${release()} ${arch()}`,
      node: process.version,
      loadAverageAfter: loadavg(),
    },
    workload: {
      vaultKeys: KEYS,
      organizations: ORGANIZATIONS,
      request: "POST /v1/payment_intents, 200 bytes",
      secondsPerPoint: options.seconds,
    },
    points,
    faults: points.flatMap(faultsOf),
  };
}

function faultsOf(point: Point): string[] {
  const { wrk, warmUp, reconciliation } = point;
  const where = `${point.subject} at ${point.connections} connections`;
  const faults = [...wrkFaults(where, wrk), ...wrkFaults(`${where}, warming up`, warmUp)];
  if (reconciliation !== null && reconciliation.difference !== 0) {
    const { vendorRequests, rows } = reconciliation;
    faults.push(`${where}: the vendor saw ${vendorRequests} requests; rows: ${JSON.stringify(rows)}.`);
  }
  return faults;
}

function wrkFaults(where: string, { calls, not_2xx, broken }: WrkReport): string[] {
  const faults: string[] = [];
  if (not_2xx > 0) faults.push(`${where}: ${not_2xx} of ${calls} answers were not 2xx.`);
  if (broken > 0) faults.push(`${where}: ${broken} calls broke or had no answer within 10 s.`);
  return faults;
}

const COLUMNS = [
  ["connections", 11],
  ["through", 8],
  ["calls/s", 9],
  ["p50 ms", 8],
  ["p99 ms", 8],
  ["added p50 ms", 13],
  ["own µs/call", 12],
  ["vendor µs/call", 15],
  ["Postgres µs/call", 17],
  ["memory MB", 10],
] as const;

/** The points as a table; added latency is that of the proxy over the bare relay at as many connections. */
export function table(points: readonly Point[]): string {
  const head = COLUMNS.map(([title, width]) => title.padStart(width)).join(" ");
  const lines = points.map((point) => {
    return cellsOf(point, points)
      .map((cell, index) => cell.padStart(COLUMNS[index]?.[1] ?? 0))
      .join(" ");
  });
  return [head, ...lines].join("\n");
}

function cellsOf(point: Point, points: readonly Point[]): string[] {
  const { subject, connections, wrk, processorUsPerCall } = point;
  const relay = points.find((other) => other.subject === "relay" && other.connections === connections);
  const added = subject === "proxy" && relay !== undefined ? wrk.p50_us - relay.wrk.p50_us : undefined;
  const isVendor = subject === "vendor";
  return [
    String(connections),
    isVendor ? "nothing" : subject,
    point.callsPerSecond.toFixed(0),
    milliseconds(wrk.p50_us),
    milliseconds(wrk.p99_us),
    added === undefined ? "" : milliseconds(added),
    isVendor ? "" : processorUsPerCall.self.toFixed(0),
    processorUsPerCall.vendor.toFixed(0),
    subject === "proxy" ? processorUsPerCall.postgres.toFixed(0) : "",
    (point.memory.now / 1_048_576).toFixed(0),
  ];
}

function milliseconds(microseconds: number): string {
  return (microseconds / 1_000).toFixed(2);
}
