import { runCommand } from "./run-command.ts";
import { readSettings, type Settings } from "./start/settings.ts";
import { onStopSignals } from "./start/stop-signals.ts";
import { Supervisor } from "./start/supervisor.ts";

function say(text: string): void {
  console.log(text);
}

function announce(settings: Settings, seconds: number): void {
  const { dashboardUrl, proxyUrl, ports, dataFolder } = settings;
  say(`
Keybrake is up (${seconds.toFixed(1)} s).

  Dashboard   ${dashboardUrl}
  Proxy       ${proxyUrl}   readiness and metrics: http://127.0.0.1:${ports.proxyAdmin}/readyz and /metrics
  Sandbox     http://127.0.0.1:${ports.sandbox}/stripe   what it was asked: http://127.0.0.1:${ports.sandbox}/_sandbox/log
  REST        ${dashboardUrl}/api/v1/openapi.json
  Data        ${dataFolder}   logs in ${dataFolder}/logs

First time? Make an organization, from another terminal:

  npm run --silent keybrake -- init --organization Acme --owner-email you@example.com --owner-password …

Ctrl-C stops everything.`);
}

async function main(): Promise<void> {
  const started = performance.now();
  const unknown = process.argv.slice(2);
  if (unknown.length > 0) throw new Error(`npm start takes no such option: ${unknown.join(" ")}`);
  const settings = readSettings();
  const supervisor = new Supervisor(settings, say);
  const ended = new Promise<void>((resolve) => {
    const first = () => {
      say("Stopping: open calls are finished first. Ctrl-C again ends them.");
      resolve();
    };
    onStopSignals({ first, second: () => supervisor.hurry() });
  });
  // The terminal may be gone while we still stop things.
  process.stdout.on("error", () => {});
  try {
    const up = supervisor.start().then(() => announce(settings, (performance.now() - started) / 1000));
    await Promise.race([ended, supervisor.failed, up.then(() => ended)]);
  } finally {
    await supervisor.stop();
  }
}

await runCommand(main);
