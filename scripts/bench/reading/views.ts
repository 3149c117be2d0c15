import pg from "pg";

/** What a screen asks of the server when it opens, as one request. */
export interface View {
  readonly name: string;
  readonly path: string;
}

type Asked = readonly [procedure: string, input: Readonly<Record<string, unknown>>];

const DAY_MS = 86_400_000;
const PAGE = { limit: 50 };

/** The screens over many calls: with the busiest agent, run and key there are, where a page is hardest. */
export async function viewsOf(superuserUrl: string, organizationId: string): Promise<readonly View[]> {
  const busiest = await findBusiest(superuserUrl, organizationId);
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const audit = (name: string, filter: Readonly<Record<string, string>>) => [
    view(`audit log, ${name}`, [["auditLog.list", { ...filter, ...PAGE }]]),
    view(`audit log, ${name}: count and sum`, [["auditLog.totals", filter]]),
  ];
  return [
    view("overview", [
      ["overview.show", { window: "24h" }],
      ["charts.spendOverTime", { window: "24h" }],
      ["auditLog.list", { limit: 12 }],
    ]),
    view("overview, 30 days", [
      ["overview.show", { window: "30d" }],
      ["charts.spendOverTime", { window: "30d" }],
      ["auditLog.list", { limit: 12 }],
    ]),
    view("run", [
      ["runs.show", { agent_run_id: busiest.run }],
      ["auditLog.list", { agent_run_id: busiest.run, ...PAGE }],
    ]),
    ...audit("all", {}),
    ...audit("time (one day)", { from: daysAgo(15), to: daysAgo(14) }),
    ...audit("agent", { agent_name: busiest.agent }),
    ...audit("run", { agent_run_id: busiest.run }),
    ...audit("vendor", { vendor: "stripe" }),
    ...audit("rarest vendor", { vendor: "shopify" }),
    ...audit("key", { vault_key_id: busiest.key }),
    ...audit("denied", { state: "denied" }),
  ];
}

function view(name: string, asked: readonly Asked[]): View {
  const inputs = Object.fromEntries(asked.map(([, input], index) => [index, input]));
  const query = new URLSearchParams({ batch: "1", input: JSON.stringify(inputs) });
  return { name, path: `/api/trpc/${asked.map(([procedure]) => procedure).join(",")}?${query}` };
}

async function findBusiest(
  superuserUrl: string,
  organizationId: string,
): Promise<{ readonly agent: string; readonly run: string; readonly key: string }> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const most = async (column: "agent_name" | "agent_run_id" | "vault_key_id") => {
    const { rows } = await client.query<{ value: string }>(
      `SELECT ${column}::text AS value FROM call WHERE organization_id = $1 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
      [organizationId],
    );
    return rows[0]?.value ?? "";
  };
  try {
    return {
      agent: await most("agent_name"),
      run: await most("agent_run_id"),
      key: await most("vault_key_id"),
    };
  } finally {
    await client.end();
  }
}
