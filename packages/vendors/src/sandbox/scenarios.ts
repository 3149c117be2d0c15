import type { Fault, Scenario } from "./faults.ts";

const SCENARIOS_MAX = 1_000;

interface Armed {
  readonly scenario: Scenario;
  left: number;
}

/** The faults that are armed, oldest first. */
export class Scenarios {
  #armed: Armed[] = [];

  /** Returns false when too many are armed already. */
  arm(scenario: Scenario): boolean {
    if (this.#armed.length >= SCENARIOS_MAX) return false;
    this.#armed.push({ scenario, left: scenario.times });
    return true;
  }

  clear(): void {
    this.#armed = [];
  }

  list(): Array<Scenario & { left: number }> {
    return this.#armed.map(({ scenario, left }) => ({ ...scenario, left }));
  }

  /** The oldest armed fault that fits, used up by one; null when none fits. */
  take(vendor: string, method: string, path: string): Fault | null {
    if (this.#armed.length === 0) return null;
    const armed = this.#armed.find(({ scenario }) => fits(scenario, vendor, method, path));
    if (armed === undefined) return null;
    armed.left -= 1;
    if (armed.left === 0) this.#armed.splice(this.#armed.indexOf(armed), 1);
    return { kind: armed.scenario.fault, delayMs: armed.scenario.delay_ms };
  }
}

function fits(scenario: Scenario, vendor: string, method: string, path: string): boolean {
  return (
    scenario.vendor === vendor &&
    (scenario.match?.method === undefined || scenario.match.method === method) &&
    (scenario.match?.path_prefix === undefined || path.startsWith(scenario.match.path_prefix))
  );
}
