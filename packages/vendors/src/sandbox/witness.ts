import type { SandboxVendor } from "../sandbox.ts";
import { Fingerprints } from "./fingerprints.ts";
import { ArrivalLog } from "./log.ts";
import { Scenarios } from "./scenarios.ts";
import { Totals } from "./totals.ts";

/** Everything that one running sandbox knows. */
export class Witness {
  readonly vendors: ReadonlyMap<string, SandboxVendor>;
  readonly log = new ArrivalLog();
  readonly scenarios = new Scenarios();
  readonly fingerprints = new Fingerprints();
  totals = new Totals();

  constructor(vendors: readonly SandboxVendor[]) {
    this.vendors = new Map(vendors.map((vendor) => [vendor.name, vendor]));
  }

  /** Back to the first moment: objects, keys, scenarios, totals and log. */
  reset(): void {
    for (const vendor of this.vendors.values()) vendor.reset();
    this.scenarios.clear();
    this.totals = new Totals();
    this.log.clear();
  }
}
