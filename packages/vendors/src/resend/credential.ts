import { z } from "zod";
import type { CredentialCheck, CredentialSecret, SecretField } from "../credential.ts";

export const secretFields: readonly SecretField[] = [
  {
    name: "api_key",
    label: "API key",
    placeholder: "re_…",
    description:
      "Under API Keys. Best one with sending access, for one domain: it can send and nothing else. Agents that read, or " +
      "manage contacts, need one with full access.",
  },
];

const secretShape = z.strictObject({ api_key: z.string().max(300) });

const keyShape = /^re_[A-Za-z0-9_]{10,250}$/;
const sandboxStart = "re_sandbox_";

const notUsable: ReadonlyArray<readonly [start: string, why: string]> = [
  ["whsec_", "That is the signing secret of a webhook. Use an API key (re_…)."],
  ["vk_", "That is a vault key of Keybrake. Use the Resend key that it stands for."],
];

/** Nothing in a key of Resend's says whether it may do everything or only send, so `restricted` is not known. */
export function readCredential(secret: unknown): CredentialCheck {
  const parsed = secretShape.safeParse(secret);
  if (!parsed.success) {
    return {
      ok: false,
      path: "secret",
      message: 'A Resend credential is {"api_key": "…"} and nothing else.',
    };
  }
  const { api_key: key } = parsed.data;
  const refused = notUsable.find(([start]) => key.startsWith(start));
  if (refused !== undefined) return { ok: false, path: "secret.api_key", message: refused[1] };
  if (!keyShape.test(key)) {
    return {
      ok: false,
      path: "secret.api_key",
      message: "A Resend key starts with re_, followed by letters, digits and underscores.",
    };
  }
  return {
    ok: true,
    secret: { api_key: key },
    mode: key.startsWith(sandboxStart) ? "sandbox" : "live",
    restricted: null,
    last4: key.slice(-4),
    account: null,
  };
}

/** A key that only the sandbox takes; `random` is letters and digits. */
export const sandboxSecret = (random: string): CredentialSecret => ({ api_key: `${sandboxStart}${random}` });

export function attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]> {
  if (secret.api_key === undefined) throw new TypeError("a Resend credential without its api_key");
  return [["authorization", `Bearer ${secret.api_key}`]];
}
