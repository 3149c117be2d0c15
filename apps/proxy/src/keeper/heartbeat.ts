import type { ProxyDatabase } from "@keybrake/database";
import type { KeeperTask } from "./task.ts";

/** Tells the other proxies that this one lives. After ten seconds of silence its open holds become `unknown`. */
export function heartbeat(database: Pick<ProxyDatabase, "heartbeat">): KeeperTask {
  return { name: "heartbeat", everyMs: 1_000, elected: false, run: () => database.heartbeat() };
}
