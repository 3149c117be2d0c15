import { randomBytes } from "node:crypto";
import { readToken } from "@keybrake/vault";
import { verifyPassword } from "@keybrake/vault/password";
import { afterAll, beforeAll, expect, test } from "vitest";
import { init } from "./init.ts";
import { createTestMachine, type TestMachine } from "./testing/test-env.ts";

const PASSWORD = "correct horse battery";
let machine: TestMachine;

beforeAll(async () => {
  machine = await createTestMachine();
});

afterAll(async () => {
  await machine.remove();
});

function run(email: string, password = PASSWORD, ...more: string[]) {
  const args = ["--organization", "Acme", "--owner-email", email, "--owner-password", password, ...more];
  return init.run(args, machine.env);
}

async function counts() {
  const tables = ["organization", "app_user", "member", "service_token", "token_lookup", "activity"];
  return machine.query(
    `SELECT ${tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join()}`,
  );
}

test("prints one JSON object and nothing else; its token has all five scopes and works at once", async () => {
  const { exitCode, output, errors } = await run("ann@example.com", PASSWORD, "--zone", "Europe/Berlin");
  expect([exitCode, errors]).toEqual([0, ""]);
  const printed: unknown = JSON.parse(output);
  expect(printed).toEqual({
    organization_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    service_token: expect.stringMatching(/^kbt_/),
  });
  const { organization_id: id, service_token: token } = printed as {
    organization_id: string;
    service_token: string;
  };
  const identity = readToken(token);
  expect(identity?.kind).toBe("service_token");
  expect(
    await machine.query("SELECT organization_id, scopes FROM find_service_token_v1($1)", [identity?.hash]),
  ).toEqual([
    {
      organization_id: id,
      scopes: ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"],
    },
  ]);
  expect(await machine.query("SELECT name, zone FROM organization WHERE id = $1", [id])).toEqual([
    { name: "Acme", zone: "Europe/Berlin" },
  ]);
});

test("the password is stored as a hash that verifies, and the token nowhere", async () => {
  const { output } = await run("hash@example.com");
  const token = JSON.parse(output).service_token;
  const [user] = await machine.query("SELECT password_hash FROM app_user WHERE email = 'hash@example.com'");
  expect(await verifyPassword(String(user?.password_hash), PASSWORD)).toBe(true);
  for (const table of ["service_token", "token_lookup", "activity", "app_user", "organization"]) {
    const rows = await machine.query(`SELECT t::text AS text FROM ${table} t`);
    for (const { text } of rows) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(PASSWORD);
    }
  }
});

test("who has the address already owns the next organization too, by the right password only", async () => {
  await run("twice@example.com");
  const before = await counts();
  const refused = await run("twice@example.com", "another long password");
  expect(refused).toMatchObject({ exitCode: 2, output: "", errors: expect.stringContaining("not theirs") });
  expect(await counts()).toEqual(before);
  expect((await run("Twice@Example.com")).exitCode).toBe(0);
  const owned = await machine.query(
    `SELECT m.role FROM member m JOIN app_user u ON u.id = m.user_id WHERE u.email = 'twice@example.com'`,
  );
  expect(owned).toEqual([{ role: "owner" }, { role: "owner" }]);
});

test("a person without a password of ours cannot be claimed by any", async () => {
  await machine.query("INSERT INTO app_user (id, email) VALUES (gen_random_uuid(), 'sso@example.com')");
  expect(await run("sso@example.com")).toMatchObject({ exitCode: 2, output: "" });
});

test.each([
  ["--zone", "europe/berlin"],
  ["--zone", "Mars/Olympus"],
  ["--owner", "x"],
])("%s %s ends with 2 and a sentence, and changes nothing", async (...more) => {
  const before = await counts();
  const result = await run("refused@example.com", PASSWORD, ...more);
  expect(result).toMatchObject({ exitCode: 2, output: "" });
  expect(result.errors).toMatch(/^\S.*\.\n$/);
  expect(await counts()).toEqual(before);
});

test("an empty database is migrated first", async () => {
  const name = `empty_${randomBytes(6).toString("hex")}`;
  await machine.query(`CREATE DATABASE ${name} OWNER keybrake_owner TEMPLATE template0`);
  const url = new URL(machine.env.databaseUrl);
  url.pathname = `/${name}`;
  const args = ["--organization=Acme", "--owner-email=ann@example.com", `--owner-password=${PASSWORD}`];
  expect((await init.run(args, { ...machine.env, databaseUrl: url.href })).exitCode).toBe(0);
  await machine.query(`DROP DATABASE ${name} WITH (FORCE)`);
});
