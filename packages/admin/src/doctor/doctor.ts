import type { Command } from "../command.ts";
import { misused } from "../command.ts";
import { readOptions } from "../read-options.ts";
import { checkDataFolder } from "./data-folder.ts";
import { checkDatabase } from "./database.ts";
import { type Finding, look } from "./finding.ts";
import { checkNode } from "./node.ts";
import { checkPorts } from "./ports.ts";
import { checkSealing } from "./sealing.ts";

export const doctor: Command = {
  summary: "looks for what would break a promise: keys, database, roles, ports, clock",
  usage: `keybrake doctor

Changes nothing. Prints a line for each thing it looked at, and ends with 1 if any of them is a failure.`,
  async run(args, env) {
    const read = readOptions(args, {});
    if (!read.ok) return misused(read.message);
    const findings = [
      checkNode(process.versions.node),
      ...(await look("data folder", async () => [await checkDataFolder(env.dataFolder)])),
      ...(await checkDatabase(env)),
      ...(await look("sealing key file", () => checkSealing(env))),
      ...(await checkPorts(env)),
    ];
    const failures = findings.filter(({ status }) => status === "failure").length;
    return { exitCode: failures > 0 ? 1 : 0, output: table(findings), errors: "" };
  },
};

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ status, check, detail }) => {
    const shown = status === "failure" ? "FAILURE" : status;
    return `${shown.padEnd(8)} ${check.padEnd(width)}  ${detail}`;
  });
  const count = (wanted: Finding["status"]) => findings.filter(({ status }) => status === wanted).length;
  return `${lines.join("\n")}\n\nFailures: ${count("failure")}. Warnings: ${count("warning")}.\n`;
}
