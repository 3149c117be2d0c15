import { findVendor } from "@keybrake/vendors";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Numbers that are read only when somebody scrapes. */
export interface MetricSources {
  readonly settleBacklog: () => number;
  readonly callsInHand: () => number;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 90];

/** One label for all that organizations define: their names are theirs, and there may be very many. */
const labelOf = (vendor: string): string => (findVendor(vendor) === undefined ? "custom" : vendor);

/** Everything that `/metrics` shows. Labels are a vendor, a verdict or one of our own words: never a caller's text. */
export class Metrics {
  readonly registry = new Registry();
  readonly #calls = new Map<string, Map<string, number>>();
  readonly #callSeconds: Histogram;
  readonly #ledgerSeconds: Histogram;
  readonly #vendorSeconds: Histogram;
  readonly #turnedAway: Counter<"reason">;
  readonly #ledgerDown: Counter;
  readonly #lost: Counter<"vendor" | "why">;
  readonly #retaken: Counter;
  readonly #echoes: Counter<"vendor">;
  readonly #agentGone: Counter;
  readonly #faults: Counter;
  readonly #keeperFailures: Counter<"task">;

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.registry });
    this.#addCalls();
    this.#callSeconds = this.#histogram(
      "keybrake_call_seconds",
      "From a call's arrival to the end of its answer",
    );
    this.#ledgerSeconds = this.#histogram(
      "keybrake_ledger_hold_seconds",
      "From asking the ledger to its answer",
    );
    this.#vendorSeconds = this.#histogram(
      "keybrake_vendor_seconds",
      "From sending a call to the end of its answer",
    );
    this.#turnedAway = this.#counter("keybrake_turned_away_total", "Refusals before a key could be read", [
      "reason",
    ]);
    this.#ledgerDown = this.#counter(
      "keybrake_ledger_unreachable_total",
      "Calls refused for want of the ledger",
    );
    this.#lost = this.#counter("keybrake_lost_total", "Calls sent whose outcome is not known", [
      "vendor",
      "why",
    ]);
    this.#retaken = this.#counter("keybrake_holds_retaken_total", "Holds taken again: their ticket was over");
    this.#echoes = this.#counter("keybrake_credential_echoes_total", "Credentials found in answers", [
      "vendor",
    ]);
    this.#agentGone = this.#counter("keybrake_agent_gone_total", "Answers whose agent had gone away");
    this.#faults = this.#counter("keybrake_faults_total", "Faults of the proxy itself");
    this.#keeperFailures = this.#counter("keybrake_keeper_failures_total", "Failed background tasks", [
      "task",
    ]);
    this.#gauge(
      "keybrake_settle_backlog",
      "Settlements that the ledger has not taken yet",
      sources.settleBacklog,
    );
    this.#gauge("keybrake_calls_in_hand", "Calls between arrival and answer", sources.callsInHand);
  }

  called(name: string, verdict: string): void {
    const vendor = labelOf(name);
    let verdicts = this.#calls.get(vendor);
    if (verdicts === undefined) {
      verdicts = new Map();
      this.#calls.set(vendor, verdicts);
    }
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }

  turnedAway(reason: string): void {
    this.#turnedAway.inc({ reason });
  }

  answered(callMs: number): void {
    this.#callSeconds.observe(callMs / 1_000);
  }

  held(ledgerMs: number): void {
    this.#ledgerSeconds.observe(ledgerMs / 1_000);
  }

  exchanged(vendorMs: number): void {
    this.#vendorSeconds.observe(vendorMs / 1_000);
  }

  ledgerDown(): void {
    this.#ledgerDown.inc();
  }

  lost(vendor: string, why: string): void {
    this.#lost.inc({ vendor: labelOf(vendor), why });
  }

  retaken(): void {
    this.#retaken.inc();
  }

  echoed(vendor: string): void {
    this.#echoes.inc({ vendor: labelOf(vendor) });
  }

  agentGone(): void {
    this.#agentGone.inc();
  }

  faulted(): void {
    this.#faults.inc();
  }

  keeperFailed(task: string): void {
    this.#keeperFailures.inc({ task });
  }

  #addCalls(): void {
    const calls = this.#calls;
    new Counter({
      name: "keybrake_calls_total",
      help: "Calls of recognised keys, by vendor and verdict",
      labelNames: ["vendor", "verdict"],
      registers: [this.registry],
      // Counted in a plain map: hashing labels on each call costs more than the rest of the counting.
      collect() {
        this.reset();
        for (const [vendor, verdicts] of calls) {
          for (const [verdict, count] of verdicts) this.inc({ vendor, verdict }, count);
        }
      },
    });
  }

  #histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: SECONDS, registers: [this.registry] });
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
