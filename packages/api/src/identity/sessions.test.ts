import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestApi } from "../testing/test-api.ts";
import { addOrganization, addPerson, CLIENT } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

let api: TestApi;
let identity: Identity;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

describe("a session's token", () => {
  test("is new at each sign-in, and the one that the browser came with is dead", async () => {
    const person = await addPerson(api, null);
    const planted = person.token;
    const { token } = await identity.createSession({ userId: person.userId, ...CLIENT, replaces: planted });
    expect(token).not.toBe(planted);
    expect(await identity.findSession(planted)).toBeNull();
    expect(await identity.findSession(token)).toMatchObject({ userId: person.userId });
  });

  test("that somebody else made up and planted signs nobody in", async () => {
    const person = await addPerson(api, null);
    const planted = "A".repeat(43);
    await identity.createSession({ userId: person.userId, ...CLIENT, replaces: planted });
    expect(await identity.findSession(planted)).toBeNull();
  });

  test("changes when the session moves to another organization or is renewed; it lives no longer for that", async () => {
    const { owner, organizationId } = await addOrganization(api);
    const other = await api.organization();
    await api.superuser.query(
      "INSERT INTO member (organization_id, user_id, role) VALUES ($1, $2, 'auditor')",
      [other.organizationId, owner.userId],
    );
    const before = await identity.findSession(owner.token);
    expect(before).toMatchObject({ organizationId, role: "owner" });
    const switched = await identity.switchOrganization(owner.token, other.organizationId);
    if (!switched.ok) throw new Error(switched.problem.detail);
    expect(await identity.findSession(owner.token)).toBeNull();
    const after = await identity.findSession(switched.value.token);
    expect(after).toMatchObject({
      organizationId: other.organizationId,
      role: "auditor",
      sessionId: before?.sessionId,
    });
    expect(after?.expiresAt).toEqual(before?.expiresAt);

    const renewed = await identity.renewSession(switched.value.token);
    expect(await identity.findSession(switched.value.token)).toBeNull();
    expect(await identity.findSession(renewed?.token)).toMatchObject({ sessionId: before?.sessionId });
  });

  test("is not in the database", async () => {
    const person = await addPerson(api, null);
    const { rows } = await api.superuser.query("SELECT row_to_json(s)::text AS text FROM user_session s");
    expect(JSON.stringify(rows)).not.toContain(person.token);
  });

  test.each(["", "x", "A".repeat(43), "A".repeat(100_000), "../../etc/passwd", "\0"])(
    "%j is nobody's",
    async (token) => {
      expect(await identity.findSession(token)).toBeNull();
      expect((await identity.listSessions(token)).ok).toBe(false);
      expect((await identity.signOutEverywhere(token)).ok).toBe(false);
      expect((await identity.createOrganization(token, { name: "Acme" })).ok).toBe(false);
      await identity.signOut(token);
    },
  );
});

describe("a session", () => {
  test("ends twelve hours after the sign-in, however busy, and after two hours without a request", async () => {
    const person = await addPerson(api, null);
    const age = (column: string, interval: string) =>
      api.superuser.query(`UPDATE user_session SET ${column} = now() + $2::interval WHERE user_id = $1`, [
        person.userId,
        interval,
      ]);
    expect((await identity.findSession(person.token))?.expiresAt.getTime()).toBeCloseTo(
      Date.now() + 12 * 3_600_000,
      -5,
    );
    await age("last_seen_at", "-119 minutes");
    expect(await identity.findSession(person.token)).not.toBeNull();
    await age("last_seen_at", "-121 minutes");
    expect(await identity.findSession(person.token)).toBeNull();
    await age("last_seen_at", "-1 minute");
    await age("expires_at", "-1 second");
    expect(await identity.findSession(person.token)).toBeNull();
  });

  test("moves to no organization that its person is no member of, and no answer tells whether there is one", async () => {
    const { owner } = await addOrganization(api);
    const other = await api.organization();
    const toOther = await identity.switchOrganization(owner.token, other.organizationId);
    expect(toOther).toMatchObject({ ok: false, problem: { code: "not_found" } });
    expect(toOther).toEqual(await identity.switchOrganization(owner.token, owner.userId));
    expect(toOther).toEqual(await identity.switchOrganization(owner.token, "x"));
    expect(await owner.signedIn()).not.toBeNull();
  });

  test("is listed and ended by its own person only", async () => {
    const [mine, other] = [await addPerson(api, null), await addPerson(api, null)];
    const { token } = await identity.createSession({
      userId: mine.userId,
      clientIp: "192.0.2.9",
      userAgent: "Firefox\u202e\nSet-Cookie: x",
    });
    const listed = await identity.listSessions(mine.token);
    if (!listed.ok) throw new Error(listed.problem.detail);
    expect(listed.value.map(({ isThis, userAgent }) => [isThis, userAgent])).toEqual([
      [false, "Firefox??Set-Cookie: x"],
      [true, "test"],
    ]);
    const [elsewhere] = listed.value;
    if (elsewhere === undefined) throw new Error("no session elsewhere");
    const foreign = await identity.revokeSession(other.token, elsewhere.id);
    expect(foreign).toEqual(await identity.revokeSession(other.token, other.userId));
    expect(await identity.findSession(token)).not.toBeNull();
    expect((await identity.revokeSession(mine.token, elsewhere.id)).ok).toBe(true);
    expect(await identity.findSession(token)).toBeNull();
  });

  test("ends with signing out, and all of a person's end with signing out everywhere", async () => {
    const person = await addPerson(api, null);
    const bystander = await addPerson(api, null);
    const tokens = [
      person.token,
      ...(await Promise.all(
        [1, 2, 3].map(async () => (await identity.createSession({ userId: person.userId, ...CLIENT })).token),
      )),
    ];
    await identity.signOut(tokens[3]);
    expect(await identity.findSession(tokens[3])).toBeNull();
    expect(await identity.signOutEverywhere(person.token)).toMatchObject({ ok: true, value: { ended: 3 } });
    for (const token of tokens) expect(await identity.findSession(token)).toBeNull();
    expect(await identity.findSession(bystander.token)).not.toBeNull();
  });

  test("of one person are thirty at most: the longest unused makes room", async () => {
    const person = await addPerson(api, null);
    for (let count = 0; count < 35; count += 1)
      await identity.createSession({ userId: person.userId, ...CLIENT });
    const { rows } = await api.superuser.query("SELECT FROM user_session WHERE user_id = $1", [
      person.userId,
    ]);
    expect(rows).toHaveLength(30);
  });
});

test("an organization is made for the person of the session, who owns it and is moved there", async () => {
  const person = await addPerson(api, null);
  const made = await identity.createOrganization(person.token, { name: "Mine", zone: "Europe/Berlin" });
  if (!made.ok) throw new Error(made.problem.detail);
  expect(await identity.findSession(made.value.token)).toMatchObject({
    organizationId: made.value.organizationId,
    role: "owner",
    memberships: [{ name: "Mine", zone: "Europe/Berlin", role: "owner" }],
  });
  expect(await person.signedIn(), "under a new token").toBeNull();
  const zone = await identity.createOrganization(made.value.token, { name: "Mine", zone: "Mars/Olympus" });
  expect(zone).toMatchObject({ ok: false, problem: { errors: [{ path: "zone" }] } });
});
