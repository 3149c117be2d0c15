import { z } from "zod";
import type { CredentialCheck, CredentialMode, CredentialSecret, SecretField } from "../credential.ts";

export const secretFields: readonly SecretField[] = [
  {
    name: "api_key",
    label: "API key",
    placeholder: "rk_live_…",
    description:
      "Best a restricted key (rk_…), made for Keybrake under Developers, API keys, with the permissions that your agents " +
      "need, and read permission for what they confirm, capture, refund or pay: its amount is looked up first. A secret " +
      "key (sk_…) works too and may do everything.",
  },
];

const secretShape = z.strictObject({ api_key: z.string().max(300) });

/** Secret (`sk_`) and restricted (`rk_`) keys, live or test: https://docs.stripe.com/keys */
const keyShape = /^(sk|rk)_(live|test)_([A-Za-z0-9_]{10,250})$/;
const sandboxStart = "sandbox_";

const notUsable: ReadonlyArray<readonly [start: string, why: string]> = [
  ["pk_", "That is a publishable key. Use a restricted key (rk_…) or a secret key (sk_…)."],
  ["whsec_", "That is the secret of a webhook endpoint. Use a restricted key (rk_…) or a secret key (sk_…)."],
  ["sk_org_", "Keys of an organization are not supported. Use a key of one account."],
  ["ek_", "That is an ephemeral key. Use a restricted key (rk_…) or a secret key (sk_…)."],
  ["vk_", "That is a vault key of Keybrake. Use the Stripe key that it stands for."],
];

export function readCredential(secret: unknown): CredentialCheck {
  const parsed = secretShape.safeParse(secret);
  if (!parsed.success) {
    return {
      ok: false,
      path: "secret",
      message: 'A Stripe credential is {"api_key": "…"} and nothing else.',
    };
  }
  const { api_key: key } = parsed.data;
  const refused = notUsable.find(([start]) => key.startsWith(start));
  if (refused !== undefined) return { ok: false, path: "secret.api_key", message: refused[1] };
  const [, kind, mode, rest] = keyShape.exec(key) ?? [];
  if (rest === undefined) {
    return {
      ok: false,
      path: "secret.api_key",
      message:
        "A Stripe key starts with rk_live_, rk_test_, sk_live_ or sk_test_, followed by letters and digits.",
    };
  }
  return {
    ok: true,
    secret: { api_key: key },
    mode: readMode(mode, rest),
    restricted: kind === "rk",
    last4: key.slice(-4),
    account: null,
  };
}

function readMode(mode: string | undefined, rest: string): CredentialMode {
  if (mode === "live") return "live";
  return rest.startsWith(sandboxStart) ? "sandbox" : "test";
}

/** A key that only the sandbox takes; `random` is at least ten letters and digits. */
export const sandboxSecret = (random: string): CredentialSecret => ({
  api_key: `sk_test_${sandboxStart}${random}`,
});

export function attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]> {
  if (secret.api_key === undefined) throw new TypeError("a Stripe credential without its api_key");
  return [["authorization", `Bearer ${secret.api_key}`]];
}
