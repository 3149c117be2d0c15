import { z } from "zod";
import type { CredentialCheck, CredentialSecret, SecretField } from "../credential.ts";

export const secretFields: readonly SecretField[] = [
  {
    name: "store",
    label: "Store",
    placeholder: "acme.myshopify.com",
    description:
      "The name or the myshopify.com domain of the store, which every call of this credential goes to.",
  },
  {
    name: "access_token",
    label: "Admin API access token",
    placeholder: "shpat_…",
    description:
      "Of a custom app made for Keybrake, under Settings, Apps and sales channels, Develop apps. Give the app only the " +
      "scopes that your agents need; refunds and captures are priced with read_orders.",
  },
];

const secretShape = z.strictObject({ store: z.string().max(100), access_token: z.string().max(300) });

// Judged before it is lowered: lowering makes a k of the sign for Kelvin.
const storeShape = /^([A-Za-z0-9][A-Za-z0-9-]{0,59})(?:\.myshopify\.com)?$/i;
/** Of custom apps, online and offline; 32 hexadecimal digits before 2020. */
const tokenShape = /^(?:shp(?:at|ca|pa|ua)_[A-Za-z0-9_]{10,250}|[a-f0-9]{32})$/;
const sandboxStart = "shpat_sandbox_";

const notUsable: ReadonlyArray<readonly [start: string, why: string]> = [
  ["shpss_", "That is an app's client secret. Use the app's Admin API access token (shpat_…)."],
  ["vk_", "That is a vault key of Keybrake. Use the Shopify token that it stands for."],
];

export function readCredential(secret: unknown): CredentialCheck {
  const parsed = secretShape.safeParse(secret);
  if (!parsed.success) {
    return refused("secret", 'A Shopify credential is {"store": "…", "access_token": "…"} and nothing else.');
  }
  const { access_token: token } = parsed.data;
  const [, name] = storeShape.exec(parsed.data.store) ?? [];
  if (name === undefined) {
    return refused("secret.store", "Write the store as its name or its domain: acme or acme.myshopify.com.");
  }
  const wrong = notUsable.find(([start]) => token.startsWith(start));
  if (wrong !== undefined) return refused("secret.access_token", wrong[1]);
  if (!tokenShape.test(token)) {
    return refused(
      "secret.access_token",
      "A Shopify Admin API access token starts with shpat_, followed by letters and digits.",
    );
  }
  const store = `${name.toLowerCase()}.myshopify.com`;
  return {
    ok: true,
    secret: { store, access_token: token },
    // A development store's token looks like any other.
    mode: token.startsWith(sandboxStart) ? "sandbox" : "live",
    restricted: null,
    last4: token.slice(-4),
    account: store,
  };
}

const refused = (path: string, message: string): CredentialCheck => ({ ok: false, path, message });

/** A token that only the sandbox takes, for a store of its own; `random` is at least ten letters and digits. */
export const sandboxSecret = (random: string): CredentialSecret => ({
  store: `sandbox-${random.slice(0, 20).toLowerCase()}.myshopify.com`,
  access_token: `${sandboxStart}${random}`,
});

export function attach(secret: CredentialSecret): ReadonlyArray<readonly [name: string, value: string]> {
  if (secret.access_token === undefined) throw new TypeError("a Shopify credential without its access_token");
  return [["x-shopify-access-token", secret.access_token]];
}
