import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { createOrganizationWithOwner, type OrganizationToCreate } from "./create-organization.ts";

let database: TestDatabase;
let everything: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  everything = new pg.Pool({ connectionString: database.superuserUrl });
});

afterAll(async () => {
  await everything.end();
  await database.drop();
});

const never = () => Promise.reject(new Error("A new person's password needs no confirmation."));

function organization(
  changes: { email: string } & Partial<OrganizationToCreate> & Partial<OrganizationToCreate["owner"]>,
) {
  const { email, passwordHash = "$argon2id$first", confirm = never, ...rest } = changes;
  const hash = createHash("sha256").update(randomBytes(16)).digest();
  const serviceToken = { label: "init", scopes: ["keys:issue", "read"], hash, last4: "abcd" };
  return {
    name: "Acme",
    zone: "Europe/Berlin",
    owner: { email, passwordHash, confirm },
    serviceToken,
    ...rest,
  };
}

async function create(input: OrganizationToCreate) {
  const result = await createOrganizationWithOwner(database.ownerUrl, input);
  if (!result.ok) throw new Error(result.code);
  return result;
}

async function rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await everything.query<Record<string, unknown>>(sql, values)).rows;
}

/** How many rows there are of everything that the command writes. */
async function counts(): Promise<Record<string, unknown> | undefined> {
  const tables = ["organization", "app_user", "member", "service_token", "token_lookup", "activity"];
  const [found] = await rows(`SELECT ${tables.map((t) => `(SELECT count(*) FROM ${t}) AS ${t}`).join()}`);
  return found;
}

test("an organization comes with its owner, a working service token and a record of who made it", async () => {
  const input = organization({ email: "first@example.com" });
  const { organizationId, ownerId } = await create(input);
  expect(await rows("SELECT name, zone FROM organization WHERE id = $1", [organizationId])).toEqual([
    { name: "Acme", zone: "Europe/Berlin" },
  ]);
  expect(
    await rows(
      `SELECT u.id, u.email, u.password_hash, m.role FROM member m JOIN app_user u ON u.id = m.user_id
       WHERE m.organization_id = $1`,
      [organizationId],
    ),
  ).toEqual([{ id: ownerId, email: "first@example.com", password_hash: "$argon2id$first", role: "owner" }]);
  const app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  const found = await app.query("SELECT * FROM find_service_token_v1($1)", [input.serviceToken.hash]);
  await app.end();
  expect(found.rows).toMatchObject([{ organization_id: organizationId, scopes: ["keys:issue", "read"] }]);
  expect(
    await rows("SELECT actor, action FROM activity WHERE organization_id = $1 ORDER BY id", [organizationId]),
  ).toEqual([
    { actor: "command", action: "organizations.create" },
    { actor: "command", action: "members.add" },
    { actor: "command", action: "service-tokens.create" },
  ]);
});

test("no activity holds the token, its hash or the password", async () => {
  const input = organization({ email: "quiet@example.com", passwordHash: "$argon2id$secret" });
  const { organizationId } = await create(input);
  const [{ text } = { text: "" }] = await rows(
    "SELECT string_agg(a::text, ' ') AS text FROM activity a WHERE organization_id = $1",
    [organizationId],
  );
  expect(text).toContain("init");
  for (const secret of ["$argon2id", input.serviceToken.hash.toString("hex")])
    expect(text).not.toContain(secret);
});

test("a login that inherits nothing, but may take the owner's role on, is enough", async () => {
  const login = `login_${randomBytes(4).toString("hex")}`;
  await everything.query(
    `CREATE ROLE ${login} LOGIN NOINHERIT PASSWORD 'x'; GRANT keybrake_owner TO ${login}`,
  );
  const url = new URL(database.ownerUrl);
  url.username = login;
  url.password = "x";
  const result = await createOrganizationWithOwner(url.href, organization({ email: "dba@example.com" }));
  await everything.query(`DROP ROLE ${login}`);
  expect(result.ok).toBe(true);
});

test("names may repeat", async () => {
  const [first, second] = [
    organization({ email: "one@example.com" }),
    organization({ email: "two@example.com" }),
  ];
  expect((await create(first)).organizationId).not.toBe((await create(second)).organizationId);
});

test.each(["Europe/Atlantis", "europe/berlin", "", "UTC; DROP TABLE call", "+02:00"])(
  "the unknown zone %j is refused and leaves nothing",
  async (zone) => {
    const before = await counts();
    const result = await createOrganizationWithOwner(
      database.ownerUrl,
      organization({ email: "lost@example.com", zone }),
    );
    expect(result).toEqual({ ok: false, code: "zone_unknown" });
    expect(await counts()).toEqual(before);
  },
);

test("a person who exists owns a further organization only if the password is confirmed, and keeps the old password", async () => {
  const { ownerId } = await create(organization({ email: "twice@example.com" }));
  const before = await counts();
  const asked: (string | null)[] = [];
  const again = (answer: boolean) =>
    organization({
      email: "twice@example.com",
      passwordHash: "$argon2id$other",
      confirm: async (stored) => {
        asked.push(stored);
        return answer;
      },
    });
  expect(await createOrganizationWithOwner(database.ownerUrl, again(false))).toEqual({
    ok: false,
    code: "password_wrong",
  });
  expect(await counts()).toEqual(before);
  expect((await create(again(true))).ownerId).toBe(ownerId);
  expect(asked).toEqual(["$argon2id$first", "$argon2id$first"]);
  expect(await rows("SELECT password_hash FROM app_user WHERE id = $1", [ownerId])).toEqual([
    { password_hash: "$argon2id$first" },
  ]);
});

test("of two commands at once for one new address, the second must confirm the first one's password", async () => {
  const stored: (string | null)[] = [];
  const racer = (passwordHash: string) =>
    organization({
      email: "race@example.com",
      passwordHash,
      confirm: async (hash) => {
        stored.push(hash);
        return false;
      },
    });
  const results = await Promise.all(
    ["$argon2id$a", "$argon2id$b"].map((hash) => createOrganizationWithOwner(database.ownerUrl, racer(hash))),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  const [{ password_hash: winner } = { password_hash: undefined }] = await rows(
    "SELECT password_hash FROM app_user WHERE email = 'race@example.com'",
  );
  expect(stored).toEqual([winner]);
});

test("a fault in the last step leaves nothing of the steps before it", async () => {
  const first = organization({ email: "sound@example.com" });
  await create(first);
  const before = await counts();
  const repeated = { ...organization({ email: "broken@example.com" }), serviceToken: first.serviceToken };
  await expect(create(repeated)).rejects.toThrow(/token_lookup/);
  expect(await counts()).toEqual(before);
});
