import { type Finding, failure, ok, warning } from "./finding.ts";

/** Nobody's money depends on this machine's clock, but ids, logs and TLS do. */
const WARNING_MS = 1_000;
const FAILURE_MS = 30_000;

export function checkClock(aheadMs: number): Finding {
  const apart = Math.abs(aheadMs);
  const detail = `The database is ${apart} ms ${aheadMs < 0 ? "behind" : "ahead of"} this machine.`;
  if (apart <= WARNING_MS) return ok("clock", detail);
  return (apart <= FAILURE_MS ? warning : failure)("clock", `${detail} Set the clocks by NTP.`);
}
