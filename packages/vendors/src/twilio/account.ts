import type { FormTree } from "../form.ts";
import type { Address } from "./endpoints.ts";
import type { Form } from "./form.ts";

/**
 * Stands for the credential's own account wherever an SDK asks for an account SID, so that an agent need not know it.
 * Keybrake puts the real one in its place.
 */
export const standInSid = `AC${"0".repeat(32)}`;

const accountSid = /^AC[0-9a-fA-F]{32}$/;
const accountName = /^account_?sid$/i;

/** What a request says, in one of the two forms that Twilio takes. */
export interface Said {
  readonly form: Form;
  readonly json: FormTree;
}

/** The first account that a request names and that is not the credential's, or null. A SID's letters have a case. */
export function foreignAccount({ parameters }: Address, said: Said, account: string): string | null {
  for (const sid of namedAccounts(parameters, said)) {
    if (sid !== account && sid !== standInSid) return sid;
  }
  return null;
}

function* namedAccounts(parameters: Address["parameters"], { form, json }: Said): Generator<string> {
  for (const [name, value] of parameters) if (namesAccount(name, value)) yield value;
  for (const [name, values] of form) yield* values.filter((value) => namesAccount(name, value));
  yield* accountsInJson(json);
}

/** A field of that name does whatever stands in it, any other one when it holds an account's SID. */
const namesAccount = (name: string, value: string) => accountName.test(name) || accountSid.test(value);

function* accountsInJson(tree: FormTree): Generator<string> {
  for (const [name, value] of tree) {
    if (typeof value !== "string") yield* accountsInJson(value);
    else if (namesAccount(name, value)) yield value;
  }
}

/** A path with the real account in place of the stand-in. */
export const pathWithAccount = (path: string, account: string): string =>
  path.replaceAll(standInSid, account);

/** A form with the real account in place of the stand-in. */
export const formWithAccount = (form: Form, account: string): Form =>
  new Map(
    [...form].map(([name, values]) => [
      name,
      values.map((value) => (value === standInSid ? account : value)),
    ]),
  );

/** A JSON text, as Keybrake writes it, with the real account in place of a text that is the stand-in. */
export const jsonWithAccount = (text: string | null, account: string): string | null =>
  text?.replaceAll(JSON.stringify(standInSid), JSON.stringify(account)) ?? null;
