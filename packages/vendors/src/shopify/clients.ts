import type { ClientSnippet } from "../client.ts";

/** The Node client always writes https:// for GraphQL, so its fetch is where the address is changed. */
export function clients(proxyUrl: string): readonly ClientSnippet[] {
  const { hostname } = new URL(proxyUrl);
  return [
    {
      id: "node",
      title: "Node: @shopify/shopify-api",
      code: `import "@shopify/shopify-api/adapters/node";
import { Session } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

setAbstractFetchFunc((url, init) => fetch(String(url).replace(/^https:\\/\\/[^/]+/, "${proxyUrl}/shopify"), init));
const session = new Session({
  id: "agent", shop: "any.myshopify.com", state: "", isOnline: false, accessToken: process.env.VAULT_KEY,
});`,
    },
    {
      id: "python",
      title: "Python: ShopifyAPI",
      code: `import os, shopify

# Needs TLS: {store}.${hostname} must lead to the proxy.
shopify.Session.setup(protocol="https", myshopify_domain="${hostname}")
session = shopify.Session("store.${hostname}", "2026-04", os.environ["VAULT_KEY"])
shopify.ShopifyResource.activate_session(session)`,
    },
    {
      id: "curl",
      title: "curl",
      code: `curl -sS -i ${proxyUrl}/shopify/admin/api/2026-04/graphql.json \\
  -H "X-Shopify-Access-Token: $VAULT_KEY" -H "Content-Type: application/json" \\
  -d '{"query":"{ shop { name } }"}'`,
    },
  ];
}
