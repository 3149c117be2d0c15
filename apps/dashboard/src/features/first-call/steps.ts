/** What a step's answer shows when it works: the status and Keybrake's verdict. */
export interface Outcome {
  readonly kind: "allowed" | "denied";
  readonly status: number;
  readonly verdict: string;
}

export interface Step {
  readonly title: string;
  readonly why: string;
  readonly command: string;
  readonly outcome: Outcome | null;
}

export interface Addresses {
  readonly dashboard: string;
  readonly proxy: string;
}

const RUN = "billing/run_1";

/** Reads one field of a JSON answer without a tool that may not be there; Node is. */
const field = (name: string) => `node -pe 'JSON.parse(fs.readFileSync(0)).${name}'`;

/** From an empty installation to a braked call, in commands for one shell, each after the other. */
export function firstCallSteps({ dashboard, proxy }: Addresses): Step[] {
  const rest = (path: string, body: readonly string[]) =>
    [
      `curl -sS ${dashboard}/api/v1${path}`,
      `  -H "Authorization: Bearer $KEYBRAKE_TOKEN"`,
      "  -H 'Content-Type: application/json'",
      `  -d '{${body.join(",\n       ")}}'`,
    ].join(" \\\n");
  const call = (path: string, form: string) =>
    // The newline at the end keeps the shell's next prompt off the answer.
    [`curl -sS -i -w '\\n' ${proxy}${path}`, '  -u "$VAULT_KEY:"', `  ${form}`].join(" \\\n");
  const pay = call("/v1/payment_intents", "-d amount=3000 -d currency=usd");
  return [
    {
      title: "Make an organization and a service token",
      why: "The token is for your orchestrator, which issues keys. Agents never see it.",
      command: `export KEYBRAKE_TOKEN=$(npm run --silent keybrake -- init \\
  --organization Acme --owner-email you@example.com \\
  --owner-password 'change this passphrase' |
  ${field("service_token")})`,
      outcome: null,
    },
    {
      title: "Add a sandbox credential",
      why: "It stands in for a Stripe key and goes to the sandbox only. A real one is added the same way, with its secret.",
      command: rest("/credentials", ['"vendor": "stripe", "label": "Sandbox", "sandbox": true']),
      outcome: null,
    },
    {
      title: "Issue a vault key for one run",
      why: "One vendor, one endpoint, 50 dollars a day, one hour. This is all that the agent gets.",
      command: `export VAULT_KEY=$(${rest("/vault-keys", [
        `"vendor": "stripe", "agent_run_label": "${RUN}"`,
        '"allowed_endpoints": ["POST /v1/payment_intents"]',
        '"daily_usd_cap": 50, "expires_in": "1h"',
      ])} |
  ${field("vault_key")})`,
      outcome: null,
    },
    {
      title: "Make a call that passes",
      why: "30 dollars of 50. The key stands where a Stripe key would; only the host is another.",
      command: pay,
      outcome: { kind: "allowed", status: 200, verdict: "allowed" },
    },
    {
      title: "Make it again, and be braked",
      why: "Another 30 would be 60. The proxy refuses before Stripe hears of it, in Stripe's own error shape.",
      command: pay,
      outcome: { kind: "denied", status: 429, verdict: "denied_daily_cap" },
    },
    {
      title: "Try an endpoint that was not granted",
      why: "The key may pay, not refund.",
      command: call("/v1/refunds", "-d payment_intent=pi_1"),
      outcome: { kind: "denied", status: 403, verdict: "denied_endpoint" },
    },
    {
      title: "Ask what the run did and what it cost",
      why: "One row a call, allowed or not, written before the call was answered.",
      command: `curl -sS "${dashboard}/api/v1/audit-log?agent_run_id=${RUN}" \\
  -H "Authorization: Bearer $KEYBRAKE_TOKEN" |
  node -e 'console.table(JSON.parse(fs.readFileSync(0)).data,
    ["called_at", "endpoint", "policy_verdict", "state", "held_usd", "cost_usd"])'`,
      outcome: null,
    },
  ];
}
