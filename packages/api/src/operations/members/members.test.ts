import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Role, roles } from "../../access.ts";
import { TestApi } from "../../testing/test-api.ts";
import { addOrganization, addPerson, type TestPerson } from "../../testing/test-people.ts";
import { changeRoleOperation } from "./change-role.ts";
import { leaveOperation } from "./leave.ts";
import { listMembersOperation } from "./list.ts";
import { removeMemberOperation } from "./remove.ts";

let api: TestApi;
let acme: Awaited<ReturnType<typeof addOrganization>>;

beforeAll(async () => {
  api = await TestApi.start();
});

beforeEach(async () => {
  acme = await addOrganization(api);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const rank = (role: Role) => roles.indexOf(role);

async function roleOf(person: TestPerson, organizationId = acme.organizationId): Promise<string | null> {
  const { rows } = await api.superuser.query<{ role: string }>(
    "SELECT role FROM member WHERE organization_id = $1 AND user_id = $2",
    [organizationId, person.userId],
  );
  return rows[0]?.role ?? null;
}

async function owners(organizationId: string): Promise<number> {
  const { rows } = await api.superuser.query(
    "SELECT FROM member WHERE organization_id = $1 AND role = 'owner'",
    [organizationId],
  );
  return rows.length;
}

const another = (role: Role) => addPerson(api, { organizationId: acme.organizationId, role });

describe("a role", () => {
  test("above one's own is given, changed and taken away by nobody", async () => {
    for (const actor of ["admin", "owner"] as const) {
      for (const current of roles) {
        for (const wanted of roles) {
          const target = await another(current);
          const code = await acme[actor].codeOf(changeRoleOperation, {
            user_id: target.userId,
            role: wanted,
          });
          const allowed = Math.max(rank(current), rank(wanted)) <= rank(actor);
          expect(code, `${actor} makes ${current} ${wanted}`).toBe(allowed ? "ok" : "role_above_own");
          expect(await roleOf(target)).toBe(allowed ? wanted : current);
        }
        const target = await another(current);
        const code = await acme[actor].codeOf(removeMemberOperation, { user_id: target.userId });
        expect(code, `${actor} removes ${current}`).toBe(
          rank(current) <= rank(actor) ? "ok" : "role_above_own",
        );
      }
    }
  });

  test("cannot be raised by its own holder", async () => {
    const code = await acme.admin.codeOf(changeRoleOperation, { user_id: acme.admin.userId, role: "owner" });
    expect(code).toBe("role_above_own");
    expect(await roleOf(acme.admin)).toBe("admin");
  });

  test("that was taken away is gone with the next request, and in one that had begun before", async () => {
    await api.superuser.query("UPDATE member SET role = 'auditor' WHERE user_id = $1", [acme.admin.userId]);
    const input = { user_id: acme.member.userId, role: "auditor" };
    expect(await acme.admin.codeOf(changeRoleOperation, input)).toBe("missing_role");

    // As if the request had read its session just before.
    const late = await changeRoleOperation.run(
      {
        database: api.database,
        sealingKey: api.sealingKeys.publicKey,
        publicProxyUrl: "http://127.0.0.1:4100",
        organizationId: acme.organizationId,
        actor: `user:${acme.admin.userId}`,
        idempotencyHash: null,
        person: { userId: acme.admin.userId, role: "admin", sessionId: acme.admin.userId },
      },
      { user_id: acme.member.userId, role: "auditor" },
    );
    expect(late).toMatchObject({ ok: false, problem: { code: "missing_role" } });
    expect(await roleOf(acme.member)).toBe("member");
  });

  test("is nothing in an organization where somebody else has one of the same name", async () => {
    const other = await addOrganization(api);
    const input = { user_id: acme.member.userId, role: "auditor" };
    expect(await other.owner.codeOf(changeRoleOperation, input)).toBe("not_found");
    expect(await other.owner.codeOf(removeMemberOperation, { user_id: acme.member.userId })).toBe(
      "not_found",
    );
    expect(await roleOf(acme.member)).toBe("member");
  });

  test("when it changes, ends the person's sessions there: a copied token does not rise with them", async () => {
    await acme.owner.does(changeRoleOperation, { user_id: acme.member.userId, role: "admin" });
    expect(await acme.member.signedIn()).toBeNull();
    expect(await acme.owner.signedIn()).not.toBeNull();
  });
});

describe("the last owner", () => {
  test("cannot leave, step down or be removed", async () => {
    const { owner, admin } = acme;
    expect(await owner.codeOf(leaveOperation)).toBe("last_owner");
    expect(await owner.codeOf(changeRoleOperation, { user_id: owner.userId, role: "admin" })).toBe(
      "last_owner",
    );
    expect(await admin.codeOf(removeMemberOperation, { user_id: owner.userId })).toBe("role_above_own");
    expect(await owners(acme.organizationId)).toBe(1);
  });

  test("is there after two owners went at once, in whatever way, twenty times over", async () => {
    const ways = [
      (person: TestPerson) => person.codeOf(leaveOperation),
      (person: TestPerson) => person.codeOf(changeRoleOperation, { user_id: person.userId, role: "auditor" }),
    ];
    for (let round = 0; round < 20; round += 1) {
      const organization = await addOrganization(api);
      const second = await addPerson(api, { organizationId: organization.organizationId, role: "owner" });
      const codes = await Promise.all([
        ways[round % 2]?.(organization.owner),
        ways[(round >> 1) % 2]?.(second),
      ]);
      expect(codes.sort()).toEqual(["last_owner", "ok"]);
      expect(await owners(organization.organizationId)).toBe(1);
    }
  });

  test("is there after two owners removed each other at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { organizationId, owner } = await addOrganization(api);
      const second = await addPerson(api, { organizationId, role: "owner" });
      await Promise.all([
        owner.run(removeMemberOperation, { user_id: second.userId }),
        second.run(removeMemberOperation, { user_id: owner.userId }),
      ]);
      expect(await owners(organizationId)).toBe(1);
    }
  });
});

test("whoever left or was removed sees nothing any more, under the same session", async () => {
  await acme.member.does(leaveOperation);
  expect(await acme.member.codeOf(listMembersOperation)).toBe("no_organization");
  await acme.owner.does(removeMemberOperation, { user_id: acme.auditor.userId });
  expect(await acme.auditor.codeOf(listMembersOperation)).toBe("no_organization");
});

test("members are listed with whom one is oneself, page by page", async () => {
  const first = await acme.member.does(listMembersOperation, { limit: 3 });
  const rest = await acme.member.does(listMembersOperation, { limit: 3, cursor: first.next_cursor });
  expect([first.data, rest.data].flat()).toHaveLength(4);
  expect([first.data, rest.data].flat()).toContainEqual(
    expect.objectContaining({ user_id: acme.member.userId, email: acme.member.email, is_you: true }),
  );
});
