import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, Session, shopifyApi } from "@shopify/shopify-api";
import { restResources } from "@shopify/shopify-api/rest/admin/2026-04";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";

export const TOKEN = "shpat_sandbox_fixture0001";

/** The official client with nothing changed but where its requests go: its one hook for that is global. */
export function shopifyClients(origin: string, token: string) {
  setAbstractFetchFunc((input, init) => {
    const { pathname, search } = new URL(String(input));
    return fetch(`${origin}${pathname}${search}`, init);
  });
  const shopify = shopifyApi({
    apiVersion: ApiVersion.April26,
    apiKey: "unused",
    apiSecretKey: "unused",
    hostName: "unused.example",
    isEmbeddedApp: false,
    logger: { level: LogSeverity.Error },
    restResources,
  });
  const session = new Session({
    id: "s",
    shop: "sandbox.myshopify.com",
    state: "",
    isOnline: false,
    accessToken: token,
  });
  return {
    session,
    graphql: new shopify.clients.Graphql({ session }),
    rest: new shopify.clients.Rest({ session }),
    resources: shopify.rest,
  };
}

export type ShopifyClients = ReturnType<typeof shopifyClients>;

export async function withSandbox(
  use: (sandbox: RunningSandbox, clients: ShopifyClients) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ port: 0 });
  try {
    await use(sandbox, shopifyClients(`${sandbox.url}/shopify`, TOKEN));
  } finally {
    await sandbox.close();
  }
}
