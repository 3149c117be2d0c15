import type { ProxyDatabase } from "@keybrake/database";
import type { KeeperTask } from "./task.ts";

/** What retries could attach to is of no use after 23 h, when vendors forget their idempotency keys. */
export function forgetRetryAnchors(database: Pick<ProxyDatabase, "forgetRetryAnchors">): KeeperTask {
  return {
    name: "forget_retry_anchors",
    everyMs: 300_000,
    elected: true,
    run: async () => {
      await database.forgetRetryAnchors();
    },
  };
}
