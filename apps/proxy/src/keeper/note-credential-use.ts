import type { ProxyDatabase } from "@keybrake/database";
import type { Credentials } from "../upstream/credentials.ts";
import type { KeeperTask } from "./task.ts";

/** For the screen's "last used": off the hot path, a minute's worth at once. */
export function noteCredentialUse(
  database: Pick<ProxyDatabase, "touchCredentials">,
  credentials: Credentials,
): KeeperTask {
  return {
    name: "note_credential_use",
    everyMs: 60_000,
    elected: false,
    run: async () => {
      const used = credentials.takeUsed();
      if (used.length > 0) await database.touchCredentials(used);
    },
  };
}
