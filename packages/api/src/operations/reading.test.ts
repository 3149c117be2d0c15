import { fillHistory } from "@keybrake/database/sample-history";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCursor } from "../cursor.ts";
import { refusalOf, runOperation } from "../testing/run-operation.ts";
import { TestApi } from "../testing/test-api.ts";
import { listAgentsOperation } from "./agents/list.ts";
import { showAgentOperation } from "./agents/show.ts";
import { countCallsOperation } from "./audit-log/count.ts";
import { listCallsOperation } from "./audit-log/list.ts";
import { callTotalsOperation } from "./audit-log/totals.ts";
import { callsByVerdictOperation } from "./charts/calls-by-verdict.ts";
import { spendByVendorOperation } from "./charts/spend-by-vendor.ts";
import { spendOverTimeOperation } from "./charts/spend-over-time.ts";
import { topEndpointsOperation } from "./charts/top-endpoints.ts";
import { credentialTableOperation } from "./credentials/table.ts";
import { showOverviewOperation } from "./overview/show.ts";
import { listRunsOperation } from "./runs/list.ts";
import { showRunOperation } from "./runs/show.ts";
import { vaultKeyTableOperation } from "./vault-keys/table.ts";

/** Whatever a screen shows is compared with sums over the calls' own rows, recomputed here. */

let api: TestApi;
const organizationId = uuidv7();
const ZONE = "Asia/Kathmandu";
const CALLS = 4_000;

beforeAll(async () => {
  api = await TestApi.start();
  const history = { zone: ZONE, days: 12, agents: 12, now: new Date(), seed: 20_261_125 };
  const connectionString = api.superuserUrl;
  await fillHistory({ connectionString, organizationId, calls: CALLS, ...history });
  // A neighbour whose rows must show nowhere.
  await fillHistory({ connectionString, organizationId: uuidv7(), calls: 300, ...history, seed: 2 });
}, 120_000);

afterAll(() => api.stop());

const rows = async <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await api.superuser.query<Row>(sql, [organizationId, ...values])).rows;

/** Sums over rows as the roll-up counts them: an admitted call when it leaves flight. */
const SUMS = `
  coalesce(sum(c.cost_micros) FILTER (WHERE c.state = 'settled'), 0)::float8 / 1e6 AS spent,
  coalesce(sum(c.held_micros) FILTER (WHERE c.state = 'accrued'), 0)::float8 / 1e6 AS accrued,
  count(*) FILTER (WHERE c.policy_verdict = 'allowed' AND c.state <> 'held')::int AS allowed,
  count(*) FILTER (WHERE c.policy_verdict <> 'allowed')::int AS denied`;

interface Sums {
  readonly spent: number;
  readonly accrued: number;
  readonly allowed: number;
  readonly denied: number;
}

interface Shown {
  readonly spent_usd: string;
  readonly accrued_usd: string;
  readonly allowed_calls: number;
  readonly denied_calls: number;
}

const sumsOf = (shown: Shown): Sums => ({
  spent: Number(shown.spent_usd),
  accrued: Number(shown.accrued_usd),
  allowed: shown.allowed_calls,
  denied: shown.denied_calls,
});

describe("the sample history", () => {
  test("keeps the ledger's invariant: counters are sums of rows, and so is the roll-up", async () => {
    const wrongCounters = await rows(
      `SELECT l.vault_key_id FROM key_ledger l
       LEFT JOIN call c ON c.organization_id = l.organization_id AND c.vault_key_id = l.vault_key_id
       WHERE l.organization_id = $1
       GROUP BY l.organization_id, l.vault_key_id
       HAVING l.run_spent_micros <> coalesce(sum(c.cost_micros) FILTER (WHERE c.state = 'settled'), 0)
         OR l.run_held_micros <> coalesce(sum(c.held_micros) FILTER (WHERE c.state IN ('held', 'accrued', 'unknown')), 0)
         OR l.calls <> count(c.id) FILTER (WHERE c.policy_verdict = 'allowed')`,
    );
    expect(wrongCounters).toEqual([]);
    const [whole] = await rows<Sums>(`SELECT ${SUMS} FROM call c WHERE c.organization_id = $1`);
    const [rolled] = await rows<Sums>(
      `SELECT sum(cost_micros)::float8 / 1e6 AS spent, sum(accrued_micros)::float8 / 1e6 AS accrued,
         (sum(calls) FILTER (WHERE policy_verdict = 'allowed'))::int AS allowed,
         (sum(calls) FILTER (WHERE policy_verdict <> 'allowed'))::int AS denied
       FROM spend_rollup WHERE organization_id = $1`,
    );
    expect(rolled).toEqual(whole);
    const kinds = await rows<{ state: string }>("SELECT DISTINCT state FROM call WHERE organization_id = $1");
    expect(kinds.map(({ state }) => state).sort()).toEqual(
      ["accrued", "denied", "held", "released", "settled", "unknown"].filter((state) => state !== ""),
    );
  });
});

describe("charts", () => {
  test.each(["24h", "7d", "30d"] as const)("of %s: each agent's bars are its calls' sums", async (window) => {
    const chart = await runOperation(api, spendOverTimeOperation, { organizationId, input: { window } });
    expect(chart).toMatchObject({ time_zone: ZONE, interval: window === "30d" ? "day" : "hour" });
    const read = await rows<Sums & { agent: string; start: Date }>(
      `SELECT c.agent_name AS agent, date_trunc($2, c.called_at, '${ZONE}') AS start, ${SUMS} FROM call c
       WHERE c.organization_id = $1 AND c.called_at >= $3 AND c.called_at < $4 GROUP BY 1, 2`,
      chart.interval,
      chart.from,
      chart.to,
    );
    const bars = new Map(read.map((row) => [`${row.agent} ${row.start.toISOString()}`, row]));
    const named = chart.series.filter(({ agent_name }) => agent_name !== null);
    expect(named.length).toBeGreaterThan(0);
    expect(named.length).toBeLessThanOrEqual(8);
    for (const { agent_name, points } of named) {
      expect(points.map(({ spent_usd, accrued_usd }) => [Number(spent_usd), Number(accrued_usd)])).toEqual(
        chart.buckets.map((bucket) => {
          const bar = bars.get(`${agent_name} ${bucket}`);
          return [bar?.spent ?? 0, bar?.accrued ?? 0];
        }),
      );
    }
    const all = (pick: (sums: Sums) => number, from: readonly Sums[]) =>
      from.reduce((sum, one) => sum + pick(one), 0);
    const shown = chart.series.map(sumsOf);
    expect(all(({ spent }) => spent, shown)).toBeCloseTo(
      all(({ spent }) => spent, read),
      4,
    );
    expect(all(({ accrued }) => accrued, shown)).toBeCloseTo(
      all(({ accrued }) => accrued, read),
      4,
    );
  });

  test("count verdicts, vendors and endpoints as the rows do, for one agent and one run too", async () => {
    const [busy] = await rows<{ agent: string; run: string }>(
      "SELECT agent_name AS agent, agent_run_id AS run FROM call WHERE organization_id = $1 GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
    );
    for (const filter of [
      {},
      { agent_name: busy?.agent ?? "" },
      { agent_run_id: busy?.run ?? "" },
      { vendor: "resend" },
    ]) {
      const input = { window: "30d" as const, ...filter };
      const where = `c.organization_id = $1 AND c.called_at >= $2 ${Object.keys(filter)
        .map((column) => `AND c.${column} = '${Object.values(filter)[0]}'`)
        .join("")}`;
      const verdicts = await runOperation(api, callsByVerdictOperation, { organizationId, input });
      const counted = await rows(
        `SELECT c.policy_verdict AS verdict, count(*)::int AS calls FROM call c WHERE ${where} AND c.state <> 'held' GROUP BY 1
         ORDER BY 2 DESC, 1`,
        verdicts.from,
      );
      expect(verdicts.series.map(({ verdict, calls }) => ({ verdict, calls }))).toEqual(counted);
      for (const { calls, points } of verdicts.series) {
        expect(points).toHaveLength(verdicts.buckets.length);
        expect(points.reduce((sum, point) => sum + point, 0)).toBe(calls);
      }
      const vendors = await runOperation(api, spendByVendorOperation, { organizationId, input });
      const byVendor = await rows(
        `SELECT c.vendor, ${SUMS} FROM call c WHERE ${where} GROUP BY 1`,
        vendors.from,
      );
      expect(vendors.vendors.map(({ vendor, ...sums }) => ({ vendor, ...sumsOf(sums) }))).toEqual(
        expect.arrayContaining(byVendor),
      );
      const endpoints = await runOperation(api, topEndpointsOperation, {
        organizationId,
        input: { ...input, limit: 50 },
      });
      const byEndpoint = await rows(
        `SELECT c.vendor, CASE WHEN c.policy_verdict = 'denied_endpoint' THEN '(refused)' ELSE c.endpoint END AS endpoint,
           ${SUMS} FROM call c WHERE ${where} AND c.state <> 'held' GROUP BY 1, 2`,
        endpoints.from,
      );
      expect(endpoints.endpoints).toHaveLength(byEndpoint.length);
      expect(
        endpoints.endpoints.map(({ vendor, endpoint, ...sums }) => ({ vendor, endpoint, ...sumsOf(sums) })),
      ).toEqual(expect.arrayContaining(byEndpoint));
    }
  });
});

describe("the overview", () => {
  test("says what today's calls came to, what is open, and what the live keys may still spend", async () => {
    const { today, agents, ...window } = await runOperation(api, showOverviewOperation, {
      organizationId,
      input: { window: "7d" },
    });
    const midnight = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, timeStyle: "medium" });
    expect(midnight.format(new Date(today.starts_at))).toBe("00:00:00");
    const [day] = await rows<Sums & { held: number; heldCalls: number; unknown: number }>(
      `SELECT ${SUMS}, coalesce(sum(held_micros) FILTER (WHERE state = 'held'), 0)::float8 / 1e6 AS held,
         (count(*) FILTER (WHERE state = 'held'))::int AS "heldCalls",
         coalesce(sum(held_micros) FILTER (WHERE state = 'unknown'), 0)::float8 / 1e6 AS unknown
       FROM call c WHERE organization_id = $1 AND called_at >= $2`,
      today.starts_at,
    );
    expect(Number(today.spent_usd)).toBe(day?.spent);
    expect(Number(today.accrued_usd)).toBe(day?.accrued);
    expect(Number(today.unknown_usd)).toBe(day?.unknown);
    expect(today.denied_calls).toBe(day?.denied);
    expect(today.allowed_calls).toBe((day?.allowed ?? 0) + (day?.heldCalls ?? 0));
    const [open] = await rows<{
      held: number;
      calls: number;
      unknown: number;
      lost: number;
      oldest: Date | null;
    }>(
      `SELECT coalesce(sum(held_micros) FILTER (WHERE state = 'held'), 0)::float8 / 1e6 AS held,
         (count(*) FILTER (WHERE state = 'held'))::int AS calls, (count(*) FILTER (WHERE state = 'unknown'))::int AS lost,
         coalesce(sum(held_micros) FILTER (WHERE state = 'unknown'), 0)::float8 / 1e6 AS unknown,
         min(called_at) FILTER (WHERE state = 'unknown') AS oldest
       FROM call WHERE organization_id = $1`,
    );
    expect([Number(today.held_usd), today.in_flight_calls]).toEqual([open?.held, open?.calls]);
    expect(today.unknown).toEqual({
      calls: open?.lost,
      held_usd: expect.any(String),
      oldest_at: open?.oldest?.toISOString() ?? null,
    });
    expect(Number(today.unknown.held_usd)).toBe(open?.unknown);
    const byAgent = await rows<Sums & { agent: string }>(
      `SELECT c.agent_name AS agent, ${SUMS} FROM call c
       WHERE c.organization_id = $1 AND c.called_at >= $2 GROUP BY 1`,
      window.from,
    );
    const shown = agents.filter(({ allowed_calls, denied_calls }) => allowed_calls + denied_calls > 0);
    expect(shown.map((agent) => ({ agent: agent.agent_name, ...sumsOf(agent) }))).toEqual(
      expect.arrayContaining(byAgent.filter(({ allowed, denied }) => allowed + denied > 0)),
    );
    const counted = agents.map((agent) => Number(agent.spent_usd) + Number(agent.accrued_usd));
    expect(counted).toEqual([...counted].sort((a, b) => b - a));
    for (const { sparkline, spent_usd, accrued_usd } of agents) {
      expect(sparkline).toHaveLength(28);
      const sum = sparkline.reduce((whole, step) => whole + Number(step), 0);
      expect(sum).toBeCloseTo(Number(spent_usd) + Number(accrued_usd), 4);
    }
  });
});

describe("agents, runs, keys and credentials", () => {
  test("add up to their calls", async () => {
    const agents = await runOperation(api, listAgentsOperation, { organizationId, input: { window: "30d" } });
    const byAgent = await rows<Sums & { agent: string }>(
      `SELECT c.agent_name AS agent, ${SUMS} FROM call c WHERE c.organization_id = $1 GROUP BY 1`,
    );
    expect(agents.complete).toBe(true);
    expect(agents.data.map((agent) => ({ agent: agent.agent_name, ...sumsOf(agent) }))).toEqual(
      expect.arrayContaining(byAgent),
    );
    const [name] = agents.data;
    const agent = await runOperation(api, showAgentOperation, {
      organizationId,
      input: { agent_name: name?.agent_name ?? "", window: "30d" },
    });
    expect(agent.points).toHaveLength(agent.buckets.length);
    const spent = agent.points.reduce((sum, point) => sum + Number(point.spent_usd), 0);
    expect(spent).toBeCloseTo(Number(agent.spent_usd), 4);
    const refused = await rows(
      `SELECT endpoint, policy_verdict AS verdict, count(*)::int AS calls FROM call
       WHERE organization_id = $1 AND agent_name = $2 AND policy_verdict <> 'allowed' GROUP BY 1, 2`,
      name?.agent_name,
    );
    expect(
      agent.denied_endpoints.map(({ endpoint, verdict, calls }) => ({ endpoint, verdict, calls })),
    ).toEqual(expect.arrayContaining(refused));
    expect(agent.denied_complete).toBe(true);
  });

  test("list every run once over their pages, and show what each came to", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await runOperation(api, listRunsOperation, {
        organizationId,
        input: { limit: 7, ...(cursor === undefined ? {} : { cursor }) },
      });
      seen.push(...page.data.map(({ agent_run_id }) => agent_run_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    const runs = await rows<{ run: string }>(
      "SELECT agent_run_id AS run FROM vault_key WHERE organization_id = $1 GROUP BY 1 ORDER BY max(id::text) DESC",
    );
    expect(seen).toEqual(runs.map(({ run }) => run));
    for (const run of seen.slice(0, 10)) {
      const shown = await runOperation(api, showRunOperation, {
        organizationId,
        input: { agent_run_id: run },
      });
      const [sums] = await rows<Sums & { first: Date; last: Date; held: number }>(
        `SELECT ${SUMS}, min(called_at) AS first, max(called_at) AS last,
           coalesce(sum(held_micros) FILTER (WHERE state IN ('held', 'accrued', 'unknown')), 0)::float8 / 1e6 AS held
         FROM call c WHERE c.organization_id = $1 AND c.agent_run_id = $2`,
        run,
      );
      const verdicts = await rows(
        `SELECT policy_verdict AS verdict, count(*)::int AS calls FROM call
         WHERE organization_id = $1 AND agent_run_id = $2 GROUP BY 1 ORDER BY 2 DESC, 1`,
        run,
      );
      expect(Number(shown.spent_usd)).toBe(sums?.spent);
      expect(Number(shown.held_usd)).toBe(sums?.held);
      expect(Number(shown.accrued_usd)).toBe(sums?.accrued);
      expect(shown.verdicts).toEqual(verdicts);
      expect([shown.first_call_at, shown.newest_call_at]).toEqual([
        sums?.first?.toISOString() ?? null,
        sums?.last?.toISOString() ?? null,
      ]);
    }
  });

  test("show what each key has spent and left, and which keys use a credential", async () => {
    const table = await runOperation(api, vaultKeyTableOperation, { organizationId, input: { limit: 500 } });
    const keys = await rows<{ id: string }>(
      "SELECT id FROM vault_key WHERE organization_id = $1 ORDER BY id DESC LIMIT 500",
    );
    expect(table.data.map(({ id }) => id)).toEqual(keys.map(({ id }) => id));
    for (const key of table.data) {
      if (key.run_usd_cap === null) expect(key.left_run_usd).toBeNull();
      else {
        const left = Number(key.run_usd_cap) - Number(key.spent_run_usd) - Number(key.held_run_usd);
        expect(Number(key.left_run_usd)).toBeCloseTo(left, 4);
      }
      if (key.state !== "active") expect(key.left_usd).toBe("0");
    }
    const [some] = table.data;
    const found = await runOperation(api, vaultKeyTableOperation, {
      organizationId,
      input: { search: some?.agent_run_id.toUpperCase() ?? "" },
    });
    expect(found.data.map(({ id }) => id)).toContain(some?.id);
    const none = await runOperation(api, vaultKeyTableOperation, { organizationId, input: { search: "%" } });
    expect(none.data).toEqual([]);
    const credentials = await runOperation(api, credentialTableOperation, { organizationId, input: {} });
    const used = await rows(
      "SELECT credential_id AS id, count(*)::int AS keys FROM vault_key WHERE organization_id = $1 GROUP BY 1",
    );
    expect(credentials.data.map(({ id, keys: count }) => ({ id, keys: count }))).toEqual(
      expect.arrayContaining(used),
    );
  });
});

describe("the audit log", () => {
  type Input = Parameters<typeof callTotalsOperation.input.parse>[0] & object;

  async function cases(): Promise<Array<[Input, string]>> {
    const [quiet] = await rows<{ agent: string; run: string; key: string }>(
      `SELECT agent_name AS agent, agent_run_id AS run, vault_key_id AS key FROM call
       WHERE organization_id = $1 ORDER BY id LIMIT 1`,
    );
    const [middle] = await rows<{ at: Date }>(
      "SELECT called_at AS at FROM call WHERE organization_id = $1 ORDER BY id OFFSET 1500 LIMIT 1",
    );
    const at = middle?.at.toISOString() ?? "";
    const quarter = new Date(Math.floor(Date.parse(at) / 900_000) * 900_000).toISOString();
    const { agent, run, key } = quiet ?? { agent: "", run: "", key: "" };
    return [
      [{}, "true"],
      [{ agent_name: agent }, `agent_name = '${agent}'`],
      [{ agent_name: agent, to: at }, `agent_name = '${agent}' AND called_at < '${at}'`],
      [{ agent_run_id: run }, `agent_run_id = '${run}'`],
      [{ vault_key_id: key }, `vault_key_id = '${key}'`],
      [{ vendor: "twilio" }, "vendor = 'twilio'"],
      [{ vendor: "shopify", agent_name: "nobody" }, "false"],
      [{ verdict: "denied_endpoint" }, "policy_verdict = 'denied_endpoint'"],
      [{ verdict: "allowed" }, "policy_verdict = 'allowed'"],
      [{ state: "denied" }, "state = 'denied'"],
      [{ state: "denied", agent_name: agent }, `state = 'denied' AND agent_name = '${agent}'`],
      [{ state: "unknown" }, "state = 'unknown'"],
      [{ state: "accrued", vendor: "stripe" }, "state = 'accrued' AND vendor = 'stripe'"],
      [{ from: quarter }, `called_at >= '${quarter}'`],
      [{ from: quarter, to: at }, `called_at >= '${quarter}' AND called_at < '${at}'`],
      [{ endpoint: "POST /v1/refunds" }, "endpoint = 'POST /v1/refunds'"],
      [
        { min_usd: "20", max_usd: 30 },
        "(CASE state WHEN 'denied' THEN requested_micros ELSE CASE WHEN state IN ('held', 'accrued', 'unknown') THEN held_micros ELSE cost_micros END END) BETWEEN 20000000 AND 30000000",
      ],
      [{ text: "REFUNDS" }, "path ILIKE '%refunds%'"],
      [{ text: "_" }, "vendor_txn_id LIKE '%\\_%' OR agent_run_id LIKE '%\\_%' OR path LIKE '%\\_%'"],
    ];
  }

  /** From the roll-up, else counted; both must say the same where both can. */
  async function totalsOf(input: Input) {
    const { totals } = await runOperation(api, callTotalsOperation, { organizationId, input });
    const counted = await runOperation(api, countCallsOperation, { organizationId, input });
    expect(counted.next_cursor).toBeNull();
    const { counted_back_to: _back, next_cursor: _next, ...sums } = counted;
    if (totals !== null) expect(sums, JSON.stringify(input)).toEqual(totals);
    return sums;
  }

  test("is counted slice by slice only where the roll-up cannot tell, and no cursor is another filter's", async () => {
    const totals = async (input: Input) =>
      (await runOperation(api, callTotalsOperation, { organizationId, input })).totals;
    expect(await totals({ vendor: "twilio" })).not.toBeNull();
    expect(await totals({ text: "refunds" })).toBeNull();
    expect(await totals({ min_usd: "20" })).toBeNull();
    const cursor = writeCursor("audit-log.count", { text: "refunds" }, uuidv7());
    const asked = (text: string) => ({ organizationId, input: { text, cursor } });
    expect(await refusalOf(api, countCallsOperation, asked("refunds"))).toBeNull();
    expect(await refusalOf(api, countCallsOperation, asked("others"))).toBe("invalid_request");
  });

  test("finds by any filter exactly the calls that fit, page by page, and counts and sums them", async () => {
    for (const [input, where] of await cases()) {
      const expected = await rows<{ id: string }>(
        `SELECT id FROM call WHERE organization_id = $1 AND (${where}) ORDER BY id DESC`,
      );
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await runOperation(api, listCallsOperation, {
          organizationId,
          input: { ...input, limit: 150, ...(cursor === undefined ? {} : { cursor }) },
        });
        found.push(...page.data.map(({ id }) => id));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(found, JSON.stringify(input)).toEqual(expected.map(({ id }) => id));

      const totals = await totalsOf(input);
      const [sums] = await rows<{ spent: number; open: number; denied: number }>(
        `SELECT coalesce(sum(cost_micros), 0)::float8 / 1e6 AS spent,
           coalesce(sum(held_micros) FILTER (WHERE state IN ('held', 'accrued', 'unknown')), 0)::float8 / 1e6 AS open,
           (count(*) FILTER (WHERE policy_verdict <> 'allowed'))::int AS denied
         FROM call WHERE organization_id = $1 AND (${where})`,
      );
      expect(
        {
          calls: totals.calls,
          denied: totals.denied_calls,
          spent: Number(totals.spent_usd),
          open: Number(totals.open_usd),
        },
        JSON.stringify(input),
      ).toEqual({ calls: expected.length, ...sums });
    }
  }, 60_000);
});
