import { runCommand } from "./run-command.ts";
import { dashboardCommand } from "./start/apps.ts";
import { runAlone } from "./start/run-alone.ts";
import { readSettings } from "./start/settings.ts";

await runCommand(async () => {
  const settings = readSettings();
  return runAlone(settings, {
    workspace: "@keybrake/dashboard-app",
    folder: "apps/dashboard",
    command: dashboardCommand(settings),
    roleUrl: settings.appDatabaseUrl,
  });
});
