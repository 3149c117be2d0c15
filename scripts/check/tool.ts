import { spawn } from "node:child_process";
import { root } from "../root.ts";

/** What one check found wrong, in lines for a person; none when all is well. */
export type Problems = readonly string[];

/** Runs a tool of node_modules; its whole output is the problem when it does not exit with 0. */
export function runTool(script: string, args: readonly string[]): Promise<Problems> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}/node_modules/${script}`, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(
        code === 0 ? [] : [Buffer.concat(output).toString("utf8").trim() || `${script} exited with ${code}`],
      );
    });
  });
}
