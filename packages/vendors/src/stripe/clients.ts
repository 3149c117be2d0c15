import type { ClientSnippet } from "../client.ts";

/** stripe-node takes host, port and protocol apart, and no path; the Python package four addresses, none of them optional. */
export function clients(proxyUrl: string): readonly ClientSnippet[] {
  const { protocol, hostname, port } = new URL(proxyUrl);
  const scheme = protocol.slice(0, -1);
  return [
    {
      id: "node",
      title: "Node: stripe",
      code: `import Stripe from "stripe";

const stripe = new Stripe(process.env.VAULT_KEY, {
  host: "${hostname}",
  port: ${port === "" ? (scheme === "https" ? 443 : 80) : port},
  protocol: "${scheme}",
});`,
    },
    {
      id: "python",
      title: "Python: stripe",
      code: `import os, stripe

proxy = "${proxyUrl}"
bases = ("api", "files", "connect", "meter_events")
client = stripe.StripeClient(os.environ["VAULT_KEY"], base_addresses={base: proxy for base in bases})`,
    },
    {
      id: "curl",
      title: "curl",
      code: `curl -sS -i ${proxyUrl}/v1/payment_intents \\
  -u "$VAULT_KEY:" \\
  -d amount=3000 -d currency=usd`,
    },
  ];
}
