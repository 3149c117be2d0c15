import { parseArgs } from "node:util";
import { runningOwnerUrl } from "@keybrake/database/embedded";
import { fillHistory } from "@keybrake/database/sample-history";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { readSettings } from "./start/settings.ts";

const USAGE = `npx tsx scripts/sample-history.ts [--calls 1000000] [--days 30] [--agents 60] [--organization <id>] [--zone UTC]

Fills an organization, a new one unless told, with weeks of calls by the ledger's own functions: in the database that
DATABASE_URL names (as its owner), else in the one that npm start runs.`;

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000000" },
    days: { type: "string", default: "30" },
    agents: { type: "string", default: "60" },
    organization: { type: "string", default: uuidv7() },
    zone: { type: "string", default: "UTC" },
    help: { type: "boolean", default: false },
  },
});

const options = z
  .object({
    calls: z.coerce.number().int().min(1).max(10_000_000),
    days: z.coerce.number().int().min(1).max(365),
    agents: z.coerce.number().int().min(1).max(10_000),
    organization: z.uuid(),
    zone: z.string().min(1).max(100),
  })
  .safeParse(values);

if (values.help || !options.success) {
  console.error(options.success ? USAGE : `${z.prettifyError(options.error)}\n\n${USAGE}`);
  process.exit(values.help ? 0 : 2);
}

const settings = readSettings();
const connectionString = settings.databaseUrl ?? (await runningOwnerUrl(settings.dataFolder));
if (connectionString === undefined) {
  console.error("No database runs: say npm start first, or set DATABASE_URL.");
  process.exit(1);
}
const { organization, calls, ...plan } = options.data;
const startedAt = performance.now();
await fillHistory({
  ...plan,
  connectionString,
  organizationId: organization,
  calls,
  now: new Date(),
  seed: 1,
  onProgress: (done) => process.stderr.write(`\r${done} of ${calls} calls`),
});
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.error(
  `\rWrote ${calls} calls in ${seconds} s. VACUUM ANALYZE, or wait for autovacuum, before measuring.`,
);
console.log(JSON.stringify({ organization_id: organization, calls }));
