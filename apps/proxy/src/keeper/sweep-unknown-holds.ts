import type { ProxyDatabase } from "@keybrake/database";
import type { Logger } from "pino";
import type { KeeperTask } from "./task.ts";

/** A hold whose commit was in doubt and did happen blocks budget, though its call was refused: it is given back. */
export function sweepUnknownHolds(
  database: Pick<ProxyDatabase, "sweepUnknownHolds">,
  log: Logger,
): KeeperTask {
  return {
    name: "sweep_unknown_holds",
    everyMs: 15_000,
    elected: false,
    run: async () => {
      const holds = await database.sweepUnknownHolds();
      if (holds > 0) log.warn({ holds }, "holds of refused calls were given back");
    },
  };
}
