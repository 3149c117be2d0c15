import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

function start(port: string) {
  const env = { ...process.env, KEYBRAKE_SANDBOX_PORT: port };
  return spawn(process.execPath, ["--import", "tsx", main], { env, stdio: ["ignore", "pipe", "pipe"] });
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "prints where it listens, on loopback only, and stops cleanly on %s",
  async (signal) => {
    const sandbox = start("0");
    const exited = once(sandbox, "exit");
    const [line] = await once(sandbox.stdout, "data");
    const { event, url, pid } = JSON.parse(String(line));
    expect({ event, pid }).toEqual({ event: "listening", pid: sandbox.pid });
    expect(new URL(url).hostname).toBe("127.0.0.1");
    const state = await fetch(`${url}/_sandbox/state`);
    expect(await state.json()).toMatchObject({ requests: 0 });
    sandbox.kill(signal);
    expect(await exited).toEqual([0, null]);
  },
);

test.each(["", "70000", "4200.5", "http"])("refuses %j as a port", async (port) => {
  const [code] = await once(start(port), "exit");
  expect(code).toBe(1);
});
