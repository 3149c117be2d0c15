import { ensureSetUpCode } from "@keybrake/database/owner";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TestApi } from "../testing/test-api.ts";
import { addPerson, CLIENT } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

const first = {
  organization_name: "Acme",
  name: "Ada",
  email: "Ada@Example.com",
  password: "correct horse battery staple",
  zone: "Europe/Berlin",
  ...CLIENT,
};

let api: TestApi;
let identity: Identity;

beforeEach(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
});

afterEach(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

async function makeCode(): Promise<string> {
  const code = await ensureSetUpCode(api.ownerUrl);
  if (code === null) throw new Error("no code was made");
  return code;
}

const refused = { ok: false, problem: { code: "set_up_refused" } };

describe("setting up", () => {
  test("makes the first owner by the code of the start, and signs them in", async () => {
    const code = await makeCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(await identity.isSetUpOpen()).toBe(true);
    const made = await identity.setUp({ ...first, code: ` ${code.toLowerCase().replaceAll("-", " ")}` });
    if (!made.ok) throw new Error(made.problem.detail);
    expect(await identity.findSession(made.value.token)).toMatchObject({
      email: "ada@example.com",
      name: "Ada",
      role: "owner",
      memberships: [{ name: "Acme", zone: "Europe/Berlin" }],
    });
    expect(await identity.isSetUpOpen()).toBe(false);
  });

  test("takes neither a wrong code, nor an earlier start's, nor any when there is none", async () => {
    expect(await identity.setUp({ ...first, code: "" })).toMatchObject(refused);
    const earlier = await makeCode();
    const code = await makeCode();
    for (const wrong of ["", earlier, `${code}0`]) {
      expect(await identity.setUp({ ...first, code: wrong })).toMatchObject(refused);
    }
    expect((await identity.setUp({ ...first, code })).ok).toBe(true);
  });

  test("happens once, however many have the code at once, and leaves one organization", async () => {
    const code = await makeCode();
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => identity.setUp({ ...first, email: `ada-${n}@example.com`, code })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const { rows } = await api.superuser.query("SELECT FROM organization");
    expect(rows).toHaveLength(1);
  });

  test("is over once somebody is here, whoever has the code, and no code is made any more", async () => {
    const code = await makeCode();
    await addPerson(api, null);
    expect(await identity.setUp({ ...first, code })).toMatchObject(refused);
    expect(await ensureSetUpCode(api.ownerUrl)).toBeNull();
    expect(await identity.isSetUpOpen()).toBe(false);
  });

  test("cannot be guessed without end", async () => {
    await makeCode();
    const codes = [];
    for (let count = 0; count < 11; count += 1) {
      const result = await identity.setUp({ ...first, code: `AAAAA-AAAAA-AAAAA-AAAA${count}` });
      codes.push(result.ok ? "ok" : result.problem.code);
    }
    expect(codes.at(-1)).toBe("too_many_attempts");
  });

  test.each([
    ["password", { password: "short" }],
    ["email", { email: "nobody" }],
    ["zone", { zone: "Mars/Olympus" }],
    ["organization_name", { organization_name: "a\u202eb" }],
  ])("names %s where it is at fault", async (path, over) => {
    const result = await identity.setUp({ ...first, code: await makeCode(), ...over });
    expect(result).toMatchObject({ ok: false, problem: { errors: [{ path }] } });
    expect(await identity.isSetUpOpen()).toBe(true);
  });
});
