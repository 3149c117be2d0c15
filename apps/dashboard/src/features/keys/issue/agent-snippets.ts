import type { Snippet } from "./issue-snippets.ts";

/** The agent's side: nothing changes but where its SDK points, and the vault key stands where the vendor's key would. */
export function agentSnippets(vendor: string, proxyUrl: string): readonly Snippet[] {
  return vendor === "stripe" ? stripe(new URL(proxyUrl)) : [bearer(vendor, proxyUrl)];
}

function stripe(proxy: URL): readonly Snippet[] {
  const protocol = proxy.protocol.slice(0, -1);
  const port = proxy.port === "" ? (protocol === "https" ? "443" : "80") : proxy.port;
  const path = proxy.pathname === "/" ? "" : proxy.pathname;
  return [
    {
      id: "node",
      title: "Node: stripe",
      code: `import Stripe from "stripe";

const stripe = new Stripe(process.env.VAULT_KEY, {
  host: "${proxy.hostname}",
  port: ${port},
  protocol: "${protocol}",
});`,
    },
    {
      id: "python",
      title: "Python: stripe",
      code: `import os, stripe

client = stripe.StripeClient(
    os.environ["VAULT_KEY"],
    base_addresses={"api": "${proxy.origin}${path}"},
)`,
    },
    {
      id: "curl",
      title: "curl",
      code: `curl -sS -i ${proxy.origin}${path}/v1/payment_intents \\
  -u "$VAULT_KEY:" \\
  -d amount=3000 -d currency=usd`,
    },
  ];
}

function bearer(vendor: string, proxyUrl: string): Snippet {
  return {
    id: "curl",
    title: "curl",
    code: `curl -sS -i ${proxyUrl}/${vendor}/… \\
  -H "Authorization: Bearer $VAULT_KEY"`,
  };
}
