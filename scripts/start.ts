import { startDemo } from "./demo/demo.ts";
import { runCommand } from "./run-command.ts";
import { readSettings, type Settings } from "./start/settings.ts";
import { onStopSignals } from "./start/stop-signals.ts";
import { Supervisor } from "./start/supervisor.ts";

function say(text: string): void {
  console.log(text);
}

function announce(settings: Settings, setUpCode: string | null, seconds: number): void {
  const { dashboardUrl, proxyUrl, ports, dataFolder } = settings;
  say(`
Keybrake is up (${seconds.toFixed(1)} s).

  Dashboard   ${dashboardUrl}
  Proxy       ${proxyUrl}   readiness and metrics: http://127.0.0.1:${ports.proxyAdmin}/readyz and /metrics
  Sandbox     http://127.0.0.1:${ports.sandbox}/stripe   what it was asked: http://127.0.0.1:${ports.sandbox}/_sandbox/log
  REST        ${dashboardUrl}/api/v1/openapi.json
  Data        ${dataFolder}   logs in ${dataFolder}/logs
${setUpCode === null ? "" : welcome(dashboardUrl, setUpCode)}
Ctrl-C stops everything.`);
}

/** Only whoever reads this terminal gets the code, so that a stranger who finds the port first does not own all. */
function welcome(dashboardUrl: string, setUpCode: string): string {
  return `
Nobody is here yet. Set it up in a browser, with this code:

  ${dashboardUrl}/set-up
  ${setUpCode}

or from another terminal:

  npm run --silent keybrake -- init --organization Acme --owner-email you@example.com --owner-password …
`;
}

async function main(): Promise<void> {
  const started = performance.now();
  const options = process.argv.slice(2);
  const withDemo = options.includes("--demo");
  const unknown = options.filter((option) => option !== "--demo");
  if (unknown.length > 0) throw new Error(`npm start takes no such option: ${unknown.join(" ")}`);
  const settings = readSettings();
  const supervisor = new Supervisor(settings, say);
  const stopping = new AbortController();
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
    const up = supervisor.start().then(async () => {
      if (withDemo) await startDemo(settings, { say, signal: stopping.signal });
      const seconds = (performance.now() - started) / 1000;
      announce(settings, await supervisor.makeSetUpCode(), seconds);
    });
    await Promise.race([ended, supervisor.failed, up.then(() => ended)]);
  } finally {
    stopping.abort();
    await supervisor.stop();
  }
}

await runCommand(main);
