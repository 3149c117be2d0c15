import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { runningOwnerUrl, startEmbeddedPostgres } from "@keybrake/database/embedded";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { Claim } from "./start/claim.ts";
import { migrateDatabase } from "./start/database.ts";
import { readSettings, type Settings } from "./start/settings.ts";
import { onStopSignals } from "./start/stop-signals.ts";
import { build } from "./turbo.ts";

/** Standard output is the command's own. */
function say(text: string): void {
  console.error(text);
}

/** Runs `use` with the owner's connection string: what is given, what `npm start` runs, or one started for this. */
async function withDatabase(settings: Settings, use: (ownerUrl: string) => Promise<number>): Promise<number> {
  if (settings.databaseUrl !== undefined) return use(settings.databaseUrl);
  const running = await runningOwnerUrl(settings.dataFolder);
  if (running !== undefined) return use(running);
  mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 });
  const claim = await Claim.take(settings.dataFolder, say);
  try {
    const postgres = await startEmbeddedPostgres(settings.dataFolder);
    try {
      await migrateDatabase(postgres.ownerUrl, say);
      return await use(postgres.ownerUrl);
    } finally {
      await postgres.stop();
    }
  } finally {
    claim.release();
  }
}

async function runAdmin(settings: Settings, ownerUrl: string): Promise<number> {
  const main = `${root}/packages/admin/dist/main.js`;
  const admin = spawn(process.execPath, ["--enable-source-maps", main, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      DATABASE_URL: ownerUrl,
      KEYBRAKE_SEALING_PRIVATE_KEY_FILE: settings.sealingPrivateKeyFile,
    },
  });
  // Without a listener a Ctrl-C would end us before our Postgres.
  onStopSignals({ first: () => admin.kill("SIGTERM"), second: () => admin.kill("SIGKILL") });
  const [code] = await once(admin, "exit");
  return typeof code === "number" ? code : 1;
}

await runCommand(async () => {
  const settings = readSettings();
  await build(["@keybrake/admin"]);
  return withDatabase(settings, (ownerUrl) => runAdmin(settings, ownerUrl));
});
