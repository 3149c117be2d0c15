import { afterAll, beforeAll, expect, test } from "vitest";
import { createInvitationOperation } from "../operations/invitations/create.ts";
import { TestApi } from "../testing/test-api.ts";
import { addOrganization, addPerson } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

let api: TestApi;
let identity: Identity;
let made = 0;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const account = (email: string, sessionToken?: string) => ({
  provider: "google",
  providerAccountId: String(++made),
  email,
  name: "Ada\u202e",
  sessionToken,
});

const notConnected = { ok: false, problem: { code: "account_not_connected" } };

test("a stranger's account makes nobody, unless the address has an open invitation", async () => {
  expect(await identity.linkOrCreate(account("stranger@example.com"))).toMatchObject(notConnected);
  const { owner } = await addOrganization(api);
  await owner.does(createInvitationOperation, { email: "invited@example.com", role: "member" });
  const invited = account("Invited@Example.com");
  const linked = await identity.linkOrCreate(invited);
  expect(linked.ok).toBe(true);
  expect(await identity.findUserByAccount(invited)).toMatchObject({
    email: "invited@example.com",
    name: "Ada",
  });
});

test("an account takes over nobody who has its address here, and does not tell that they are here", async () => {
  const person = await addPerson(api, null);
  const theirs = account(person.email);
  expect(await identity.linkOrCreate(theirs)).toEqual(
    await identity.linkOrCreate(account("nobody@example.com")),
  );
  expect(await identity.findUserByAccount(theirs)).toBeNull();
});

test("whoever is signed in connects an account of any address, and it signs them in from then on", async () => {
  const person = await addPerson(api, null);
  const mine = account("elsewhere@example.com", person.token);
  expect(await identity.linkOrCreate(mine)).toMatchObject({ ok: true, value: { userId: person.userId } });
  expect(await identity.linkOrCreate({ ...mine, sessionToken: undefined })).toMatchObject({
    ok: true,
    value: { userId: person.userId },
  });
});

test("an account that is somebody's cannot be connected to somebody else", async () => {
  const [person, other] = [await addPerson(api, null), await addPerson(api, null)];
  const mine = account("elsewhere@example.com", person.token);
  await identity.linkOrCreate(mine);
  expect(await identity.linkOrCreate({ ...mine, sessionToken: other.token })).toMatchObject({
    ok: false,
    problem: { code: "account_in_use" },
  });
});
