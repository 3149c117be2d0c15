import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@keybrake/database/embedded";
import { migrate } from "@keybrake/database/migrate";
import { createSealingKeyPair } from "@keybrake/vault";
import { build } from "../../turbo.ts";
import { Dashboard } from "./dashboard.ts";
import { type ExportFigures, measureExport } from "./measure-export.ts";
import { type FilledOrganization, filledOrganization } from "./organization.ts";
import { exportLine, median, viewTable } from "./reading-report.ts";
import { type View, viewsOf } from "./views.ts";

const COLD_ROUNDS = 3;
const WARM_ROUNDS = 15;
const WARM_UP_ROUNDS = 3;
const WARM_EXPORTS = 3;

export interface ReadingOptions {
  readonly calls: number;
  /** Where the filled database is kept for the next time; absent: nowhere. */
  readonly keep?: string | undefined;
  readonly out: string;
}

interface Surroundings {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Whatever was started, the last first, also when the next thing does not start. */
  readonly onClose: (close: () => Promise<unknown>) => void;
}

/** How fast the dashboard reads among many calls: its screens, and the export of all of them. */
export async function benchReading(options: ReadingOptions, around: Surroundings): Promise<number> {
  const { signal, say, onClose } = around;
  await build(["@keybrake/dashboard-app"], signal);
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), "keybrake-bench-"));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let postgres = await startEmbeddedPostgres(folder);
  onClose(async () => {
    await postgres.stop();
    if (options.keep !== undefined) return;
    rmSync(dirname(postgres.clusterFolder), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  await migrate(postgres.ownerUrl);
  const { ownerUrl, superuserUrl } = postgres;
  const organization = await filledOrganization({ ...options, folder, ownerUrl, superuserUrl, say });
  const views = await viewsOf(superuserUrl, organization.organizationId);

  const cold = new Map<string, number[]>();
  const coldExports: ExportFigures[] = [];
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    signal.throwIfAborted();
    say(`Cold, ${round + 1} of ${COLD_ROUNDS} (load average ${loadavg()[0]?.toFixed(2)}) …`);
    await postgres.stop();
    postgres = await startEmbeddedPostgres(folder);
    await withDashboard(postgres, { folder, organization, signal }, async (dashboard) => {
      // Another one first each time: the first request pays for what all need.
      const turned = [...views.slice(round * 5), ...views.slice(0, round * 5)];
      for (const view of turned) note(cold, view, await timeOf(dashboard, view));
    });
    await withDashboard(postgres, { folder, organization, signal }, async (dashboard) => {
      coldExports.push(await measureExport(dashboard));
    });
  }
  say(`Warm (load average ${loadavg()[0]?.toFixed(2)}) …`);
  const warm = new Map<string, number[]>();
  const warmExports: ExportFigures[] = [];
  await withDashboard(postgres, { folder, organization, signal }, async (dashboard) => {
    for (let round = -WARM_UP_ROUNDS; round < WARM_ROUNDS; round += 1) {
      for (const view of views) {
        const ms = await timeOf(dashboard, view);
        if (round >= 0) note(warm, view, ms);
      }
    }
    await measureExport(dashboard);
    for (let round = 0; round < WARM_EXPORTS; round += 1) warmExports.push(await measureExport(dashboard));
  });
  const figures = views.map(({ name }) => ({
    name,
    coldMs: median(cold.get(name) ?? []),
    warmMs: median(warm.get(name) ?? []),
  }));
  console.log(viewTable(figures));
  for (const figure of coldExports) console.log(exportLine("cold", figure));
  for (const figure of warmExports) console.log(exportLine("warm", figure));
  writeFileSync(options.out, `${JSON.stringify({ views: figures, coldExports, warmExports }, null, 2)}\n`);
  const isWhole = [...coldExports, ...warmExports].every(({ rows }) => rows === organization.calls);
  if (!isWhole) console.log(`An export had not the ${organization.calls} rows that there are.`);
  return isWhole ? 0 : 1;
}

interface DashboardStage {
  readonly folder: string;
  readonly organization: FilledOrganization;
  readonly signal: AbortSignal;
}

async function withDashboard(
  postgres: EmbeddedPostgres,
  { folder, organization, signal }: DashboardStage,
  work: (dashboard: Dashboard) => Promise<void>,
): Promise<void> {
  const { appUrl } = await postgres.openRoleLogins();
  const { email, password } = organization;
  const sealingPublicKey = createSealingKeyPair().publicKey.text;
  const dashboard = await Dashboard.start({ folder, appUrl, sealingPublicKey, email, password }, signal);
  try {
    await work(dashboard);
  } finally {
    await dashboard.stop();
  }
}

/** From the request to the answer's last byte, in milliseconds. */
async function timeOf(dashboard: Dashboard, { path }: View): Promise<number> {
  const startedAt = performance.now();
  const answer = await dashboard.open(path);
  for await (const _ of answer);
  return performance.now() - startedAt;
}

function note(times: Map<string, number[]>, { name }: View, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms]);
}
