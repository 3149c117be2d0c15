import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppDatabase, createAppDatabase } from "./app-database.ts";
import { exportCalls } from "./audit-export.ts";
import { fillHistory } from "./sample-history/fill-history.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let own: TestDatabase;
let superuser: pg.Client;
let database: AppDatabase;
const organizationId = uuidv7();

beforeAll(async () => {
  own = await createTestDatabase();
  superuser = new pg.Client({ connectionString: own.superuserUrl });
  await superuser.connect();
  database = createAppDatabase({ connectionString: own.appUrl, onError: console.error });
  const history = { zone: "UTC", days: 5, agents: 6, now: new Date(), seed: 3 };
  for (const id of [organizationId, uuidv7()]) {
    const connectionString = own.superuserUrl;
    await fillHistory({ connectionString, organizationId: id, calls: 600, ...history });
  }
  // Corrections of a third of all calls, in whatever state; some were corrected twice.
  await superuser.query(
    `INSERT INTO call_adjustment (organization_id, call_id, id, delta_micros, reason, made_by)
     SELECT organization_id, id, gen_random_uuid(), delta, 'test', 'test'
     FROM (SELECT organization_id, id, row_number() OVER (ORDER BY id) AS n FROM call) AS c,
       unnest(ARRAY[1, -700000]) AS delta
     WHERE n % 3 = 0 AND (delta = 1 OR n % 2 = 0)`,
  );
}, 120_000);

afterAll(async () => {
  await database?.close();
  await superuser?.end();
  await own?.drop();
});

test("every row of the export is the view's, costs to the last digit, and none is another organization's", async () => {
  const { rows } = await superuser.query<{ line: string }>(
    `SELECT concat_ws(',', id, organization_id, agent_run_id, coalesce(cost_usd::text, '-'),
       coalesce(cost_usd_parsed::text, '-'), coalesce(requested_usd::text, '-'), held_usd, state,
       policy_verdict) AS line
     FROM audit_log WHERE organization_id = $1 ORDER BY id DESC`,
    [organizationId],
  );
  const text = await new Response(await exportCalls(database, organizationId, {})).text();
  const [header = "", ...lines] = text.trimEnd().split("\r\n");
  const at = (name: string) => header.split(",").indexOf(name);
  const exported = lines.map((line) => {
    // Nothing before the request, which alone is quoted here, holds a comma.
    const cells = line.split(",");
    const cell = (name: string) => cells[at(name)];
    const usd = (name: string) => cell(name) || "-";
    const names = ["cost_usd", "cost_usd_parsed", "requested_usd", "held_usd"];
    const money = names.map(usd);
    return [
      cell("id"),
      cell("organization_id"),
      cell("agent_run_id"),
      ...money,
      cell("state"),
      cell("policy_verdict"),
    ].join(",");
  });
  expect(rows).toHaveLength(600);
  expect(exported).toEqual(rows.map(({ line }) => line));
});
