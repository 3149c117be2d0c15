import type { ProxyDatabase } from "@keybrake/database";
import type { Logger } from "pino";
import type { KeeperTask } from "./task.ts";

/** Nothing durable tells a sent hold of a dead process from an unsent one, so all of them become `unknown`. */
export function reapDeadInstances(
  database: Pick<ProxyDatabase, "reapDeadInstances">,
  log: Logger,
): KeeperTask {
  return {
    name: "reap_dead_instances",
    everyMs: 5_000,
    elected: true,
    run: async () => {
      const holds = await database.reapDeadInstances();
      if (holds > 0) log.warn({ holds }, "holds of a dead proxy became unknown");
    },
  };
}
