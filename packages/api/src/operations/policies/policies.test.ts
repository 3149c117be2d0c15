import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { addSandboxCredential, issue } from "../../testing/sample-key.ts";
import { TestApi } from "../../testing/test-api.ts";
import { addOrganization } from "../../testing/test-people.ts";
import { listActivityOperation } from "../activity/list.ts";
import { addPolicyVersionOperation } from "./add-version.ts";
import { archivePolicyOperation } from "./archive.ts";
import { createPolicyOperation } from "./create.ts";
import { listPoliciesOperation } from "./list.ts";
import { renamePolicyOperation } from "./rename.ts";
import { showPolicyOperation } from "./show.ts";

const rules = { vendor: "stripe", allowed_endpoints: ["POST /v1/payment_intents"], daily_usd_cap: 50 };

const KEY = { vendor: "stripe", expires_in: "1h", agent_run_label: "billing/run_1" };

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

const create = (name: string, over: object = {}) =>
  acme.admin.does(createPolicyOperation, { name, rules: { ...rules, ...over } });

describe("a policy", () => {
  test("keeps every version, newest first, in the words of a request for a key", async () => {
    const { id } = await create("Refunds");
    const changed = await acme.admin.does(addPolicyVersionOperation, {
      id,
      base_version: 1,
      rules: { ...rules, daily_usd_cap: "20.50", expires_in: "2h", max_calls: 9 },
    });
    expect(await acme.auditor.does(showPolicyOperation, { id })).toEqual(changed);
    expect(changed.versions).toEqual([
      expect.objectContaining({
        version: 2,
        rules: {
          vendor: "stripe",
          allowed_endpoints: ["POST /v1/payment_intents"],
          daily_usd_cap: "20.5",
          expires_in: "2h",
          max_calls: 9,
        },
        created_by: `user:${acme.admin.userId}`,
      }),
      expect.objectContaining({ version: 1, rules: { ...rules, daily_usd_cap: "50" } }),
    ]);
  });

  test("is one that a key can be issued by, until it is archived", async () => {
    const client = await api.client(acme.organizationId);
    await addSandboxCredential(client);
    const { id } = await create("Billing", { expires_in: "4h" });
    const wish = { policy: "Billing", allowed_endpoints: undefined, daily_usd_cap: undefined };
    const issued = await issue(client, wish);
    expect(issued.json).toMatchObject({ daily_usd_cap: "50" });
    await acme.admin.does(archivePolicyOperation, { id });
    expect((await issue(client, wish)).paths).toEqual(["policy"]);
    expect(await acme.admin.codeOf(addPolicyVersionOperation, { id, base_version: 1, rules })).toBe(
      "policy_archived",
    );
    const names = async (archived: boolean) =>
      JSON.stringify(await acme.auditor.does(listPoliciesOperation, { archived }));
    expect(await names(false)).not.toContain("Billing");
    expect(await names(true)).toContain("Billing");
  });

  test("changes only from the version that its editor has seen: of several at once one wins", async () => {
    const { id } = await create("Contended");
    const codes = await Promise.all(
      Array.from({ length: 5 }, () =>
        acme.admin.codeOf(addPolicyVersionOperation, { id, base_version: 1, rules }),
      ),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "policy_changed")).toHaveLength(4);
  });

  test("has a name of its own, that does not read like an id", async () => {
    await create("Twice");
    expect(await acme.admin.codeOf(createPolicyOperation, { name: "Twice", rules })).toBe(
      "policy_name_taken",
    );
    const like = await acme.admin.run(createPolicyOperation, { name: acme.admin.userId, rules });
    expect(like).toMatchObject({ ok: false, problem: { errors: [{ path: "name" }] } });
  });

  test.each([
    ["rules.vendor", { vendor: "nobody" }],
    ["rules.allowed_endpoints[0]", { allowed_endpoints: ["POST /v1/paymentintents"] }],
    ["rules.expires_in", { expires_in: "5s" }],
    ["rules.daily_usd_cap", { daily_usd_cap: "-1" }],
    ["rules.daily_cap", { daily_cap: 5 }],
  ])("is refused naming %s (%j)", async (path, over) => {
    const result = await acme.admin.run(createPolicyOperation, { name: "Bad", rules: { ...rules, ...over } });
    expect(result.ok ? [] : result.problem.errors.map((error) => error.path)).toContain(path);
  });
});

describe("renaming a policy", () => {
  test("changes its name alone, and is kept with the name before; repeating it changes nothing", async () => {
    const made = await create("Old name");
    const renamed = await acme.admin.does(renamePolicyOperation, { id: made.id, name: "New name" });
    expect(renamed).toEqual({ ...made, name: "New name" });
    await acme.admin.does(renamePolicyOperation, { id: made.id, name: "New name" });
    const { data } = z
      .object({ data: z.array(z.looseObject({ subject: z.string(), detail: z.unknown() })) })
      .parse(await acme.auditor.does(listActivityOperation, { action: "policies.rename" }));
    expect(data).toEqual([
      expect.objectContaining({
        actor: `user:${acme.admin.userId}`,
        subject: `policy:${made.id}`,
        detail: { name: "New name", previous_name: "Old name" },
      }),
    ]);
  });

  test("holds for issuing: by the new name, and no longer by the old one", async () => {
    const client = await api.client(acme.organizationId);
    const { id } = await create("Before");
    await acme.admin.does(renamePolicyOperation, { id, name: "After" });
    const wish = { allowed_endpoints: undefined, daily_usd_cap: undefined };
    const issued = await client.post("/vault-keys", { ...KEY, ...wish, policy: "After" });
    expect(issued.status, issued.text).toBe(201);
    expect((await client.post("/vault-keys", { ...KEY, ...wish, policy: "Before" })).paths).toEqual([
      "policy",
    ]);
  });

  test("is refused at the name's own field, and nothing is half done", async () => {
    const { id } = await create("Unlucky");
    const { id: archived } = await create("Archived for good");
    await acme.admin.does(archivePolicyOperation, { id: archived });
    await create("Taken");
    for (const name of ["Taken", "Archived for good"]) {
      expect(await acme.admin.run(renamePolicyOperation, { id, name })).toMatchObject({
        ok: false,
        problem: { code: "policy_name_taken", errors: [{ path: "name" }] },
      });
    }
    for (const name of ["", " padded", "x".repeat(101), "a\u202eb", id]) {
      expect(await acme.admin.run(renamePolicyOperation, { id, name })).toMatchObject({
        ok: false,
        problem: { code: "invalid_request", errors: [{ path: "name" }] },
      });
    }
    expect(await acme.admin.codeOf(renamePolicyOperation, { id: archived, name: "Free" })).toBe(
      "policy_archived",
    );
    expect(await acme.auditor.does(showPolicyOperation, { id })).toMatchObject({ name: "Unlucky" });
    const { rows } = await api.superuser.query(
      "SELECT FROM activity WHERE subject = ANY ($1) AND action = 'policies.rename'",
      [[`policy:${id}`, `policy:${archived}`]],
    );
    expect(rows).toHaveLength(0);
  });

  test("of two who want one name at once, one gets it", async () => {
    const { id: first } = await create("First");
    const { id: second } = await create("Second");
    const codes = await Promise.all(
      [first, second].map((id) => acme.admin.codeOf(renamePolicyOperation, { id, name: "Contested" })),
    );
    expect(codes.sort()).toEqual(["ok", "policy_name_taken"]);
  });
});
