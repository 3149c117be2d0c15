import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./root.ts";

/**
 * Builds those workspaces and what they stand on; without names, everything. What has not changed comes from the cache.
 * Everything it has to say goes to standard error: standard output belongs to the command that needed the build.
 * @throws when a build fails; its output has been shown by then
 */
export async function build(workspaces: readonly string[] = [], signal?: AbortSignal): Promise<void> {
  const filters = workspaces.map((name) => `--filter=${name}`);
  const options = ["run", "build", "--output-logs=errors-only", "--log-order=grouped", ...filters];
  const started = performance.now();
  const turbo = spawn(process.execPath, [`${root}/node_modules/turbo/bin/turbo`, ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: "1",
      TURBO_NO_UPDATE_NOTIFIER: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  const output: Buffer[] = [];
  turbo.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  turbo.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(turbo, "close");
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output));
    throw new Error(`The build failed (turbo ${options.join(" ")})`);
  }
  const seconds = (performance.now() - started) / 1000;
  if (seconds > 2) process.stderr.write(`Built in ${seconds.toFixed(0)} s.\n`);
}
