import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { root } from "../root.ts";
import { build } from "../turbo.ts";
import { migrateDatabase } from "./database.ts";
import type { Settings } from "./settings.ts";
import { onStopSignals } from "./stop-signals.ts";

/** One app as a command of its own. */
interface Alone {
  readonly workspace: string;
  readonly folder: string;
  readonly command: readonly string[];
  /** The login of the app's own role, which may not migrate. */
  readonly roleUrl: string | undefined;
}

/**
 * Builds one app and runs it in the foreground on a database elsewhere, which it migrates first when it is given the
 * owner's DATABASE_URL. Answers with the app's exit code.
 */
export async function runAlone(settings: Settings, app: Alone): Promise<number> {
  if (settings.databaseUrl === undefined && app.roleUrl === undefined) {
    throw new Error(
      "Set DATABASE_URL to a Postgres 15 or later. (npm start brings its own, and all else too.)",
    );
  }
  await build([app.workspace]);
  if (settings.databaseUrl !== undefined) await migrateDatabase(settings.databaseUrl, console.error);
  // Out of the terminal's process group, where npm would send it each Ctrl-C a second time.
  const child = spawn(process.execPath, app.command, {
    cwd: `${root}/${app.folder}`,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...process.env },
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  onStopSignals({ first: () => child.kill("SIGTERM"), second: () => child.kill("SIGKILL") });
  const [code, signal] = await once(child, "exit");
  return signal === null ? Number(code) : 128 + constants.signals[signal as NodeJS.Signals];
}
