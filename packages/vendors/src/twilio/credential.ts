import { createHash } from "node:crypto";
import { z } from "zod";
import type { CredentialCheck, CredentialSecret, SecretField } from "../credential.ts";
import { standInSid } from "./account.ts";

export const secretFields: readonly SecretField[] = [
  {
    name: "account_sid",
    label: "Account SID",
    placeholder: "AC…",
    description:
      "On the first page of the Twilio Console. Keys of this credential act for this account alone.",
  },
  {
    name: "api_key_sid",
    label: "API key SID",
    placeholder: "SK…",
    description:
      "Best a standard or restricted API key made for Keybrake (Account, API keys & tokens): it can be revoked by itself. " +
      "To use the account's auth token, write the account SID here again.",
  },
  {
    name: "api_key_secret",
    label: "API key secret, or auth token",
    placeholder: "32 letters and digits",
    description: "Shown once, when the API key is made.",
  },
];

const secretShape = z.union([
  z.strictObject({ account_sid: z.string().max(100), auth_token: z.string().max(100) }),
  z.strictObject({
    account_sid: z.string().max(100),
    api_key_sid: z.string().max(100),
    api_key_secret: z.string().max(100),
  }),
]);

const accountShape = /^AC[0-9a-f]{32}$/;
const apiKeyShape = /^SK[0-9a-f]{32}$/;
const tokenShape = /^[0-9a-f]{32}$/;
const keySecretShape = /^[A-Za-z0-9]{32}$/;
const sandboxToken = /^sandbox_[A-Za-z0-9]{10,64}$/;

export function readCredential(secret: unknown): CredentialCheck {
  const parsed = secretShape.safeParse(secret);
  if (!parsed.success) {
    return refuse(
      "secret",
      'A Twilio credential is {"account_sid": "AC…", "auth_token": "…"} or {"account_sid": "AC…", "api_key_sid": "SK…", "api_key_secret": "…"}, and nothing else.',
    );
  }
  const { account_sid: account } = parsed.data;
  if (!accountShape.test(account) || account === standInSid) {
    return refuse(
      "secret.account_sid",
      "An account SID is AC and 32 of 0-9 a-f, in small letters. It stands on the first page of the Twilio Console.",
    );
  }
  if ("auth_token" in parsed.data) return readToken(account, parsed.data.auth_token, "secret.auth_token");
  const { api_key_sid: keySid, api_key_secret: keySecret } = parsed.data;
  if (keySid === account) return readToken(account, keySecret, "secret.api_key_secret");
  if (!apiKeyShape.test(keySid)) {
    return refuse("secret.api_key_sid", "An API key SID is SK and 32 of 0-9 a-f, in small letters.");
  }
  if (!keySecretShape.test(keySecret)) {
    return refuse("secret.api_key_secret", `An API key secret is 32 letters and digits.${hint(keySecret)}`);
  }
  return accept({ account_sid: account, api_key_sid: keySid, api_key_secret: keySecret }, keySecret);
}

function readToken(account: string, token: string, path: string): CredentialCheck {
  if (!tokenShape.test(token) && !sandboxToken.test(token)) {
    return refuse(path, `An auth token is 32 of 0-9 a-f, in small letters.${hint(token)}`);
  }
  return accept({ account_sid: account, auth_token: token }, token);
}

const hint = (text: string) =>
  text.startsWith("vk_") ? " That is a vault key of Keybrake: use what it stands for." : "";

/** Twilio's test credentials look like any other, so whatever is not the sandbox's is taken for live. */
function accept(secret: CredentialSecret, shown: string): CredentialCheck {
  return {
    ok: true,
    secret,
    mode: sandboxToken.test(shown) ? "sandbox" : "live",
    // A restricted API key looks like a standard one; an auth token may do everything.
    restricted: secret.auth_token === undefined ? null : false,
    last4: shown.slice(-4),
    account: secret.account_sid ?? null,
  };
}

const refuse = (path: string, message: string): CredentialCheck => ({ ok: false, path, message });

/** A token that only the sandbox takes; `random` is at least ten letters and digits. */
export const sandboxSecret = (random: string): CredentialSecret => ({
  account_sid: `AC${createHash("sha256").update(random).digest("hex").slice(0, 32)}`,
  auth_token: `sandbox_${random}`,
});

export function attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]> {
  const user = secret.api_key_sid ?? secret.account_sid;
  const password = secret.api_key_secret ?? secret.auth_token;
  if (user === undefined || password === undefined)
    throw new TypeError("a Twilio credential that is not whole");
  return [["authorization", `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`]];
}
