import { createHash } from "node:crypto";
import * as db from "@keybrake/database";
import { hashPassword } from "@keybrake/vault/password";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listActivityOperation } from "../operations/activity/list.ts";
import { TestApi } from "../testing/test-api.ts";
import { addOrganization, addPerson, CLIENT, type TestPerson } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

const PRESENT = "correct horse battery";
const NEXT = "another staple altogether";

let api: TestApi;
let identity: Identity;
let presentHash: string;
let lastIp = 0;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
  presentHash = await hashPassword(PRESENT);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const somebody = () => addPerson(api, null, presentHash);

/** Each from a client of its own, so that no test's wrong guesses stop another. */
function change(person: { readonly token: string }, present_password = PRESENT, new_password = NEXT) {
  lastIp += 1;
  return identity.changePassword(person.token, {
    present_password,
    new_password,
    clientIp: `198.51.100.${lastIp}`,
  });
}

const signIn = ({ email }: TestPerson, password: string) =>
  identity.signInWithPassword({ email, password, ...CLIENT });

const fault = (code: string, path?: string) => ({
  ok: false,
  problem: { code, ...(path === undefined ? {} : { errors: [{ path }] }) },
});

test("a changed password is the only one that signs in", async () => {
  const person = await somebody();
  expect(await change(person)).toMatchObject({ ok: true, value: { ended: 0 } });
  expect(await signIn(person, PRESENT)).toMatchObject(fault("sign_in_failed"));
  expect((await signIn(person, NEXT)).ok).toBe(true);
});

test("changing it ends every other session, and goes on in this one under a new token that lives no longer", async () => {
  const [person, bystander] = [await somebody(), await somebody()];
  const others = await Promise.all(
    [1, 2].map(async () => (await identity.createSession({ userId: person.userId, ...CLIENT })).token),
  );
  const before = await identity.findSession(person.token);
  const changed = await change(person);
  if (!changed.ok) throw new Error(changed.problem.detail);
  expect(changed.value.ended).toBe(2);
  for (const token of [...others, person.token]) expect(await identity.findSession(token)).toBeNull();
  expect(await identity.findSession(changed.value.token)).toEqual(before);
  expect(changed.value.expiresAt).toEqual(before?.expiresAt);
  expect(await identity.findSession(bystander.token)).not.toBeNull();
});

test("a wrong present password changes nothing, ends nothing, and is said at its field", async () => {
  const person = await somebody();
  const other = await identity.createSession({ userId: person.userId, ...CLIENT });
  expect(await change(person, NEXT, PRESENT)).toMatchObject(fault("wrong_password", "present_password"));
  expect(await identity.findSession(person.token)).not.toBeNull();
  expect(await identity.findSession(other.token)).not.toBeNull();
  expect((await signIn(person, PRESENT)).ok).toBe(true);
});

test.each([["elevenchars"], ["aaaaaaaaaaaaaaaa"], ["with a NUL\0 in it"], [PRESENT]])(
  "%j is refused as at sign-up, at the field of the new password",
  async (password) => {
    expect(await change(await somebody(), PRESENT, password)).toMatchObject(
      fault("invalid_request", "new_password"),
    );
  },
);

test("the e-mail address is refused as a new password", async () => {
  const person = await somebody();
  expect(await change(person, PRESENT, person.email)).toMatchObject(fault("invalid_request", "new_password"));
});

test("guessing at the present password is stopped together with guessing at the sign-in", async () => {
  const person = await somebody();
  for (let guess = 0; guess < 10; guess += 1) {
    expect(await change(person, `guess number ${guess}`)).toMatchObject(fault("wrong_password"));
  }
  expect(await change(person)).toMatchObject(fault("too_many_attempts"));
  expect(await signIn(person, PRESENT)).toMatchObject(fault("too_many_attempts"));
  expect(await identity.findSession(person.token)).not.toBeNull();
});

test("of two changes at once from the same password one holds, and only its session goes on", async () => {
  const person = await somebody();
  const elsewhere = await identity.createSession({ userId: person.userId, ...CLIENT });
  const results = await Promise.all([
    change(person, PRESENT, "the first new one"),
    change(elsewhere, PRESENT, "the second new one"),
  ]);
  const held = results.filter(({ ok }) => ok);
  expect(held).toHaveLength(1);
  const { rows } = await api.superuser.query("SELECT FROM user_session WHERE user_id = $1", [person.userId]);
  expect(rows).toHaveLength(1);
});

test("a password that was changed while the present one was being checked is not written over", async () => {
  const person = await somebody();
  const hashOf = (token: string) => createHash("sha256").update(token, "ascii").digest();
  const stale = await db.changePassword(api.database, {
    tokenHash: hashOf(person.token),
    newTokenHash: hashOf("another"),
    presentHash: await hashPassword(PRESENT),
    passwordHash: await hashPassword(NEXT),
    activity: [],
  });
  expect(stale).toEqual({ code: "wrong" });
  expect((await signIn(person, PRESENT)).ok).toBe(true);
});

test("somebody who signs in by an account elsewhere gets no first password from a session alone", async () => {
  const person = await addPerson(api, null);
  expect(await change(person)).toMatchObject(fault("no_password"));
  expect(await signIn(person, NEXT)).toMatchObject(fault("sign_in_failed"));
});

test("nobody's token changes nobody's password", async () => {
  for (const token of ["", "A".repeat(43), "x"]) {
    expect(await change({ token })).toMatchObject(fault("signed_out"));
  }
});

test("every organization of the person hears of it, without a word of either password", async () => {
  const { organizationId, auditor } = await addOrganization(api);
  const person = await addPerson(api, { organizationId, role: "member" }, presentHash);
  await change(person);
  const text = JSON.stringify(await auditor.does(listActivityOperation, {}));
  expect(JSON.parse(text).data).toEqual([
    expect.objectContaining({
      actor: `user:${person.userId}`,
      action: "account.change-password",
      subject: `user:${person.userId}`,
      detail: { sessions_ended: 0 },
    }),
  ]);
  expect(text).not.toContain("$argon2");
});
