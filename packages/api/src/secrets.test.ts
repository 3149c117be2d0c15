import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCredentialOperation } from "./operations/credentials/create.ts";
import { createInvitationOperation } from "./operations/invitations/create.ts";
import { createServiceTokenOperation } from "./operations/service-tokens/create.ts";
import { issueVaultKeyOperation } from "./operations/vault-keys/issue.ts";
import { operations } from "./operations.ts";
import { TestApi } from "./testing/test-api.ts";
import { addOrganization } from "./testing/test-people.ts";

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

/** As it is, and as it would look in another encoding. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

test("no secret is read back by anybody: not by an owner, by no operation, not from the database", async () => {
  const { owner } = acme;
  const apiKey = `rk_test_${randomBytes(24).toString("hex")}`;
  const credential = await owner.does(createCredentialOperation, {
    vendor: "stripe",
    label: "Test",
    secret: { api_key: apiKey },
  });
  const serviceToken = await owner.does(createServiceTokenOperation, {
    label: "Orchestrator",
    scopes: ["read"],
  });
  const invitation = await owner.does(createInvitationOperation, { email: "a@example.com", role: "member" });
  const key = await owner.does(issueVaultKeyOperation, {
    vendor: "stripe",
    agent_run_label: "billing/run_1",
    expires_in: "1h",
    credential_id: credential.id,
    allowed_endpoints: ["POST /v1/payment_intents"],
    daily_usd_cap: 5,
  });
  const secrets = [apiKey, serviceToken.token, invitation.token, key.vault_key].map(String);
  expect(JSON.stringify(credential), "the answer that made it shows no more than its end").not.toContain(
    apiKey,
  );

  // Whatever can be asked of it: what refuses a question says no secret either.
  const ids = [credential.id, serviceToken.id, invitation.id, key.id, owner.userId].map((id) => ({ id }));
  const questions = [{}, ...ids, { agent_run_id: "billing/run_1" }, { agent_name: "billing" }, { text: "a" }];
  const read: string[] = [];
  for (const operation of operations.filter(({ access }) => access.role === "auditor")) {
    if (operation.name === "members.leave") continue;
    for (const question of questions) read.push(JSON.stringify(await owner.run(operation, question)));
  }
  const { rows } = await api.superuser.query<{ text: string }>(
    `SELECT query_to_xml(format('SELECT * FROM %I', c.relname), true, true, '')::text AS text FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'`,
  );
  const stored = rows.map(({ text }) => text).join("");
  expect(read.join("")).toContain("Orchestrator");
  expect(stored).toContain("Orchestrator");
  for (const spelling of [...secrets, owner.token].flatMap(spellings)) {
    expect(read.join("").includes(spelling), "an answer").toBe(false);
    expect(stored.includes(spelling), "the database").toBe(false);
  }
}, 30_000);
