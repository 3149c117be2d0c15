import { hashPassword } from "@keybrake/vault/password";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { listActivityOperation } from "../operations/activity/list.ts";
import { TestApi } from "../testing/test-api.ts";
import { addOrganization, addPerson, CLIENT, type TestPerson } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

const BOTH = ["google", "github"];

let api: TestApi;
let identity: Identity;
let passwordHash: string;
let made = 0;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
  passwordHash = await hashPassword("correct horse battery");
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

async function connect(person: TestPerson, provider: string) {
  made += 1;
  const account = { provider, providerAccountId: String(made) };
  const linked = await identity.linkOrCreate({
    ...account,
    email: person.email,
    name: null,
    sessionToken: person.token,
  });
  if (!linked.ok) throw new Error(linked.problem.detail);
  return account;
}

async function waysOf(person: TestPerson, usable = BOTH) {
  const ways = await identity.listWaysIn(person.token, usable);
  if (!ways.ok) throw new Error(ways.problem.detail);
  return ways.value;
}

const remove = (person: { readonly token: string }, account: object, usable = BOTH) =>
  identity.removeAccount(person.token, {
    ...(account as { provider: string; providerAccountId: string }),
    usable,
  });

const fault = (code: string) => ({ ok: false, problem: { code } });

describe("the ways in", () => {
  test("are the person's own, with when each was connected", async () => {
    const [person, other] = [await addPerson(api, null, passwordHash), await addPerson(api, null)];
    const google = await connect(person, "google");
    await connect(other, "github");
    expect(await waysOf(person)).toEqual({
      hasPassword: true,
      accounts: [{ ...google, connectedAt: expect.any(Date), isLastWayIn: false }],
    });
    for (const token of ["", "A".repeat(43)]) {
      expect(await identity.listWaysIn(token, BOTH)).toMatchObject(fault("signed_out"));
    }
  });

  test("say which one is the last: an account at a provider that this dashboard does not ask is none", async () => {
    const person = await addPerson(api, null);
    await connect(person, "google");
    expect((await waysOf(person)).accounts).toMatchObject([{ isLastWayIn: true }]);
    await connect(person, "github");
    expect((await waysOf(person)).accounts).toMatchObject([{ isLastWayIn: false }, { isLastWayIn: false }]);
    expect((await waysOf(person, ["github"])).accounts).toMatchObject([
      { provider: "google", isLastWayIn: false },
      { provider: "github", isLastWayIn: true },
    ]);
  });
});

describe("a removed account", () => {
  test("signs nobody in any more, and the person's other sessions end: one may be of its making", async () => {
    const person = await addPerson(api, null, passwordHash);
    const google = await connect(person, "google");
    const elsewhere = await identity.createSession({ userId: person.userId, ...CLIENT });
    expect(await remove(person, google)).toEqual({ ok: true, value: { ended: 1 } });
    expect(await identity.findUserByAccount(google)).toBeNull();
    expect(await identity.findSession(elsewhere.token)).toBeNull();
    expect(await identity.findSession(person.token)).not.toBeNull();
    expect(await remove(person, google)).toMatchObject(fault("not_found"));
  });

  test("is never the last way in, and a refusal ends nothing", async () => {
    const person = await addPerson(api, null);
    const google = await connect(person, "google");
    const elsewhere = await identity.createSession({ userId: person.userId, ...CLIENT });
    expect(await remove(person, google)).toMatchObject(fault("last_way_in"));
    expect(await identity.findUserByAccount(google)).not.toBeNull();
    expect(await identity.findSession(elsewhere.token)).not.toBeNull();
    const github = await connect(person, "github");
    expect(await remove(person, github, ["github"]), "nobody is asked at Google").toMatchObject(
      fault("last_way_in"),
    );
    expect((await remove(person, github)).ok).toBe(true);
  });

  test("of two that are removed at once, one stays where there is no password", async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await addPerson(api, null);
      const [google, github] = [await connect(person, "google"), await connect(person, "github")];
      const elsewhere = await identity.createSession({ userId: person.userId, ...CLIENT });
      await Promise.all([remove(person, google), remove(elsewhere, github)]);
      const { rows } = await api.superuser.query("SELECT FROM user_account WHERE user_id = $1", [
        person.userId,
      ]);
      expect(rows).toHaveLength(1);
    }
  });

  test("is nobody else's: another person's is answered as one that nobody has", async () => {
    const [person, other] = [
      await addPerson(api, null, passwordHash),
      await addPerson(api, null, passwordHash),
    ];
    const google = await connect(other, "google");
    const foreign = await remove(person, google);
    expect(foreign).toMatchObject(fault("not_found"));
    expect(foreign).toEqual(await remove(person, { provider: "google", providerAccountId: "0" }));
    expect(foreign).toEqual(await remove(person, { provider: "google", providerAccountId: "a\0b" }));
    expect(await identity.findUserByAccount(google)).not.toBeNull();
    expect(await remove({ token: "A".repeat(43) }, google)).toMatchObject(fault("signed_out"));
  });
});

test("connecting and removing an account is kept in the activity of the person's organizations", async () => {
  const { organizationId, auditor } = await addOrganization(api);
  const person = await addPerson(api, { organizationId, role: "member" }, passwordHash);
  const google = await connect(person, "google");
  await remove(person, google);
  const entry = z.looseObject({ actor: z.string(), action: z.string(), detail: z.unknown() });
  const { data } = z.object({ data: z.array(entry) }).parse(await auditor.does(listActivityOperation, {}));
  const account = { provider: "google", provider_account_id: google.providerAccountId };
  expect(data.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
    [`user:${person.userId}`, "account.remove", { ...account, sessions_ended: 0 }],
    [`user:${person.userId}`, "account.connect", account],
  ]);
});
