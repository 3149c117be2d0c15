import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { root } from "../root.ts";

const run = promisify(execFile);

const reportSchema = z.object({
  calls: z.int(),
  duration_us: z.int(),
  p50_us: z.int(),
  p99_us: z.int(),
  max_us: z.int(),
  not_2xx: z.int(),
  broken: z.int(),
});

/** What wrk measured; latencies are those of a closed loop, where a slow answer holds back the next call. */
export type WrkReport = z.output<typeof reportSchema>;

export interface Load {
  readonly url: string;
  /** One Authorization value a line. */
  readonly tokensFile: string;
  readonly connections: number;
  readonly seconds: number;
}

/** Whether a program can be run at all; what it answers does not matter. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["-v"], { stdio: "ignore" }).error === undefined;
}

/** Puts a load on `url` from one thread. @throws when wrk fails or reports nothing */
export async function runWrk(load: Load, signal: AbortSignal): Promise<WrkReport> {
  const options = ["-t1", `-c${load.connections}`, `-d${load.seconds}s`, "--timeout", "10s"];
  const script = ["-s", `${root}/scripts/bench/load.lua`];
  const { stdout } = await run("wrk", [...options, ...script, load.url, "--", load.tokensFile], { signal });
  const result = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (result === undefined) throw new Error(`wrk reported nothing:\n${stdout}`);
  return reportSchema.parse(JSON.parse(result));
}
