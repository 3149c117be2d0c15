import { runCommand } from "./run-command.ts";
import { runAlone } from "./start/run-alone.ts";
import { readSettings } from "./start/settings.ts";

await runCommand(async () => {
  const settings = readSettings();
  return runAlone(settings, {
    workspace: "@keybrake/dashboard-app",
    folder: "apps/dashboard",
    command: ["--enable-source-maps", "dist/main.js"],
    roleUrl: settings.appDatabaseUrl,
  });
});
