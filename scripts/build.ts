import { runCommand } from "./run-command.ts";
import { build } from "./turbo.ts";

await runCommand(() => build(process.argv.slice(2)));
