import { runChecks } from "./check/all.ts";
import { runCommand } from "./run-command.ts";

await runCommand(async () => ((await runChecks()) ? 0 : 1));
