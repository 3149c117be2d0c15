import { afterAll, beforeAll, expect, test } from "vitest";
import { TestApi } from "../../testing/test-api.ts";
import { addOrganization } from "../../testing/test-people.ts";
import { changeRoleOperation } from "../members/change-role.ts";
import { leaveOperation } from "../members/leave.ts";
import { showOrganizationOperation } from "../organizations/show.ts";
import { updateOrganizationOperation } from "../organizations/update.ts";
import { createServiceTokenOperation } from "../service-tokens/create.ts";
import { listServiceTokensOperation } from "../service-tokens/list.ts";
import { revokeServiceTokenOperation } from "../service-tokens/revoke.ts";
import { exportActivityOperation } from "./export.ts";
import { listActivityOperation } from "./list.ts";

let api: TestApi;
let acme: Awaited<ReturnType<typeof addOrganization>>;

beforeAll(async () => {
  api = await TestApi.start();
  acme = await addOrganization(api);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

test("what people did is listed with their names, also of somebody who has left, by actor and action", async () => {
  await acme.admin.does(changeRoleOperation, { user_id: acme.auditor.userId, role: "member" });
  await acme.member.does(leaveOperation);
  const all = await acme.owner.does(listActivityOperation);
  expect(all.data).toEqual([
    expect.objectContaining({ action: "members.leave", actor_name: acme.member.email }),
    expect.objectContaining({
      action: "members.change-role",
      actor_name: acme.admin.email,
      subject: `user:${acme.auditor.userId}`,
      detail: { role: "member", previous_role: "auditor" },
    }),
  ]);
  const actor = `user:${acme.admin.userId}`;
  expect((await acme.owner.does(listActivityOperation, { actor })).data).toHaveLength(1);
  expect((await acme.owner.does(listActivityOperation, { actor, action: "members.leave" })).data).toEqual([]);
});

test("the export has every entry that the filters leave, and no cell that a spreadsheet would run", async () => {
  await api.superuser.query(
    `INSERT INTO activity (organization_id, id, actor, action, subject, detail)
     VALUES ($1, gen_random_uuid(), 'command', 'test', $2, '{}')`,
    [acme.organizationId, '=HYPERLINK("https://evil.example")'],
  );
  const { text } = await acme.owner.does(exportActivityOperation, { action: "test" });
  const [head, row, end] = String(text).split("\r\n");
  expect(head).toBe("id,at,actor,action,subject,detail");
  expect(row).toContain(`,command,test,"'=HYPERLINK(""https://evil.example"")",{}`);
  expect(end).toBe("");
});

test("settings change where they are given and nowhere else, and only to what can hold", async () => {
  const before = await acme.owner.does(showOrganizationOperation);
  const after = await acme.admin.does(updateOrganizationOperation, {
    time_zone: "Asia/Kolkata",
    max_daily_usd_cap: "250.5",
  });
  expect({ ...before, ...after }).toEqual({
    ...before,
    time_zone: "Asia/Kolkata",
    max_daily_usd_cap: "250.5",
  });
  for (const [field, value] of [
    ["time_zone", "Mars/Olympus"],
    ["time_zone", "asia/kolkata"],
    ["time_zone", "+02:00"],
    ["name", ""],
    ["max_expiry_seconds", 29],
    ["max_live_keys", -1],
    ["margin_bps", 10_001],
    ["max_daily_usd_cap", "1000000001"],
  ] as const) {
    const result = await acme.admin.run(updateOrganizationOperation, { [field]: value });
    expect(result, field).toMatchObject({ ok: false, problem: { errors: [{ path: field }] } });
  }
  expect(await acme.owner.does(showOrganizationOperation)).toMatchObject(after);
});

test("a service token works with its scopes until it is revoked, and notes when it was used", async () => {
  const { id, token } = await acme.admin.does(createServiceTokenOperation, { label: "CI", scopes: ["read"] });
  const ask = (method: string, path: string) =>
    api.handle(
      new Request(`http://127.0.0.1:3000/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${String(token)}` },
      }),
    );
  expect((await ask("GET", "/vault-keys")).status).toBe(200);
  expect((await ask("POST", "/vault-keys")).status).toBe(403);
  const { data } = await acme.owner.does(listServiceTokensOperation);
  expect(data).toContainEqual(
    expect.objectContaining({
      id,
      scopes: ["read"],
      created_by: `user:${acme.admin.userId}`,
      revoked_at: null,
      last_used_at: expect.stringMatching(/Z$/),
    }),
  );
  await acme.admin.does(revokeServiceTokenOperation, { id });
  expect((await ask("GET", "/vault-keys")).status).toBe(401);
});
