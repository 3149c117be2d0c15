import type { Command, CommandResult } from "./command.ts";
import { doctor } from "./doctor/doctor.ts";
import { readEnv } from "./env.ts";
import { explain } from "./explain.ts";
import { init } from "./init.ts";
import { rotate } from "./rotate.ts";

const COMMANDS = new Map<string, Command>(Object.entries({ init, doctor, rotate }));

function overview(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`);
  return `npm run --silent keybrake -- <command> [options]\n\n${lines.join("\n")}\n\n<command> --help tells more.\n`;
}

async function run([name, ...args]: readonly string[]): Promise<CommandResult> {
  if (name === undefined || name === "--help") return { exitCode: 0, output: overview(), errors: "" };
  const command = COMMANDS.get(name);
  if (command === undefined) {
    return { exitCode: 2, output: "", errors: `There is no such command.\n\n${overview()}` };
  }
  if (args.includes("--help")) return { exitCode: 0, output: `${command.usage}\n`, errors: "" };
  const read = readEnv();
  if (!read.ok) return { exitCode: 2, output: "", errors: `${read.message}\n` };
  try {
    return await command.run(args, read.env);
  } catch (fault) {
    return { exitCode: 1, output: "", errors: `keybrake ${name} failed: ${explain(fault)}\n` };
  }
}

const { exitCode, output, errors } = await run(process.argv.slice(2));
process.stderr.write(errors);
process.stdout.write(output);
process.exitCode = exitCode;
