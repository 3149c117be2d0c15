import { hashPassword } from "@keybrake/vault/password";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInvitationOperation } from "../operations/invitations/create.ts";
import { listInvitationsOperation } from "../operations/invitations/list.ts";
import { revokeInvitationOperation } from "../operations/invitations/revoke.ts";
import { TestApi } from "../testing/test-api.ts";
import { addOrganization, addPerson, CLIENT, type TestPerson } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

const PASSWORD = "correct horse battery staple";

let api: TestApi;
let identity: Identity;
let acme: Awaited<ReturnType<typeof addOrganization>>;
let made = 0;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
});

beforeEach(async () => {
  acme = await addOrganization(api);
  await api.superuser.query("DELETE FROM sign_in_throttle");
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const newAddress = () => `guest-${++made}@example.com`;

async function invite(email: string, role = "member", by: TestPerson = acme.owner) {
  const { id, token } = await by.does(createInvitationOperation, { email, role });
  return { id: String(id), token: String(token) };
}

const asNew = (token: string, password = PASSWORD) =>
  identity.acceptInvitation({ token, name: "Guest", password, ...CLIENT });

const asSignedIn = (token: string, person: TestPerson) =>
  identity.acceptInvitation({ token, sessionToken: person.token, ...CLIENT });

const refusedWith = (code: string) => ({ ok: false, problem: { code } });
const invalid = refusedWith("invitation_invalid");

async function membersWith(email: string): Promise<Array<{ role: string }>> {
  const { rows } = await api.superuser.query<{ role: string }>(
    `SELECT m.role FROM member m JOIN app_user u ON u.id = m.user_id WHERE m.organization_id = $1 AND u.email = $2`,
    [acme.organizationId, email],
  );
  return rows;
}

describe("an invitation", () => {
  test("makes a new person a member of the role that it says, and signs them in there", async () => {
    const email = newAddress();
    const { token } = await invite(email, "admin");
    expect(await identity.findOpenInvitation(token)).toMatchObject({
      ok: true,
      value: { organizationName: "Acme", email, role: "admin" },
    });
    const accepted = await asNew(token);
    if (!accepted.ok) throw new Error(accepted.problem.detail);
    expect(await identity.findSession(accepted.value.token)).toMatchObject({
      email,
      name: "Guest",
      organizationId: acme.organizationId,
      role: "admin",
    });
  });

  test("is taken up by a signed-in person whose address it is, under a new token", async () => {
    const guest = await addPerson(api, null);
    const { token } = await invite(guest.email.toUpperCase());
    const accepted = await asSignedIn(token, guest);
    if (!accepted.ok) throw new Error(accepted.problem.detail);
    expect(accepted.value.token).not.toBe(guest.token);
    expect(await guest.signedIn()).toBeNull();
    expect(await membersWith(guest.email)).toEqual([{ role: "member" }]);
  });

  test("is worth nothing to a signed-in person with another address", async () => {
    const { token } = await invite(newAddress(), "owner");
    const thief = await addPerson(api, null);
    expect(await asSignedIn(token, thief)).toMatchObject(refusedWith("invitation_for_another"));
    expect(await asSignedIn(token, acme.member)).toMatchObject(refusedWith("invitation_for_another"));
    expect(await membersWith(thief.email)).toEqual([]);
    expect((await asNew(token)).ok, "and is still good for whom it is for").toBe(true);
  });

  test("is accepted once, however many try at once, as new people or signed in", async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = newAddress();
      const { token } = await invite(email);
      const results = await Promise.all(Array.from({ length: 6 }, () => asNew(token)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await membersWith(email)).toHaveLength(1);

      // Each from a browser of its own: one session would be renewed by the first, and refuse the rest by that alone.
      const guest = await addPerson(api, null);
      const browsers = await Promise.all(
        Array.from({ length: 6 }, () => identity.createSession({ userId: guest.userId, ...CLIENT })),
      );
      const second = await invite(guest.email);
      const again = await Promise.all(
        browsers.map(({ token: sessionToken }) =>
          identity.acceptInvitation({ token: second.token, sessionToken, ...CLIENT }),
        ),
      );
      expect(again.filter(({ ok }) => ok)).toHaveLength(1);
      const codes = again.flatMap((result) => (result.ok ? [] : [result.problem.code]));
      expect(codes).toEqual(Array(5).fill("invitation_invalid"));
    }
  });

  test("is dead once it is accepted, revoked, expired or replaced, with one answer for all and for one never made", async () => {
    const accepted = await invite(newAddress());
    await asNew(accepted.token);
    const revoked = await invite(newAddress());
    await acme.admin.does(revokeInvitationOperation, { id: revoked.id });
    const expired = await invite(newAddress());
    await api.superuser.query("UPDATE invitation SET expires_at = now() WHERE id = $1", [expired.id]);
    const email = newAddress();
    const replaced = await invite(email);
    await invite(email);
    for (const token of [accepted, revoked, expired, replaced].map((each) => each.token)) {
      expect(await identity.findOpenInvitation(token)).toEqual(await identity.findOpenInvitation("x"));
      expect(await asNew(token)).toMatchObject(invalid);
    }
    expect(await asNew("A".repeat(43))).toEqual(await asNew(revoked.token));
  });

  test("lives for 72 hours", async () => {
    const { expires_at, created_at } = await acme.owner.does(createInvitationOperation, {
      email: newAddress(),
      role: "member",
    });
    expect(Date.parse(String(expires_at)) - Date.parse(String(created_at))).toBe(72 * 3_600_000);
  });

  test("dies with the rights of whoever sent it", async () => {
    const { token } = await invite(newAddress(), "admin", acme.admin);
    await api.superuser.query("UPDATE member SET role = 'member' WHERE user_id = $1", [acme.admin.userId]);
    expect(await asNew(token)).toMatchObject(invalid);
  });

  test("to a role above one's own is neither sent, nor revoked, nor replaced", async () => {
    const email = newAddress();
    expect(await acme.admin.codeOf(createInvitationOperation, { email, role: "owner" })).toBe(
      "role_above_own",
    );
    const { id, token } = await invite(email, "owner");
    expect(await acme.admin.codeOf(revokeInvitationOperation, { id })).toBe("role_above_own");
    expect(await acme.admin.codeOf(createInvitationOperation, { email, role: "auditor" })).toBe(
      "role_above_own",
    );
    expect((await identity.findOpenInvitation(token)).ok).toBe(true);
  });

  test("shows its token once: neither lists nor the database have it", async () => {
    const { token } = await invite(newAddress());
    expect(JSON.stringify(await acme.owner.does(listInvitationsOperation))).not.toContain(token);
    const { rows } = await api.superuser.query("SELECT row_to_json(i)::text AS text FROM invitation i");
    expect(JSON.stringify(rows)).not.toContain(token);
    const { rows: activity } = await api.superuser.query("SELECT detail FROM activity");
    expect(JSON.stringify(activity)).not.toContain(token);
  });
});

describe("whether somebody has an account here", () => {
  test("is not told by inviting them, nor by their invitation", async () => {
    const known = await addPerson(api, null);
    const [forKnown, forNobody] = [await invite(known.email), await invite(newAddress())];
    const shown = async (token: string) => {
      const found = await identity.findOpenInvitation(token);
      return found.ok ? Object.keys(found.value).sort() : found;
    };
    expect(await shown(forKnown.token)).toEqual(await shown(forNobody.token));
  });

  test("is answered as at any sign-in to whoever holds the link and not the password", async () => {
    const owner = await addPerson(api, null, await hashPassword(PASSWORD));
    const { token } = await invite(owner.email);
    const wrong = await asNew(token, "not the password at all");
    expect(wrong).toEqual(
      await identity.signInWithPassword({ email: newAddress(), password: "wrong password", ...CLIENT }),
    );
    expect(await membersWith(owner.email)).toEqual([]);
    expect((await asNew(token)).ok, "their own password proves who they are").toBe(true);
    expect(await membersWith(owner.email)).toEqual([{ role: "member" }]);
  });
});
