import { runChecks } from "./check/all.ts";

process.exitCode = (await runChecks()) ? 0 : 1;
