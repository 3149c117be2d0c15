import type { ProxyDatabase } from "@keybrake/database";
import type { KeeperTask } from "./task.ts";

/** Calls must never land in the default partition: moving them out later means rewriting them. */
export function makePartitions(database: Pick<ProxyDatabase, "ensurePartitions">): KeeperTask {
  return {
    name: "make_partitions",
    everyMs: 3_600_000,
    elected: true,
    run: () => database.ensurePartitions(),
  };
}
