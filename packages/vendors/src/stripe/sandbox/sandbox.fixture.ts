import Stripe from "stripe";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";

export const API_KEY = "sk_test_sandboxfixture01";

/** The official SDK, pointed at `<sandbox>/stripe`; it has no option for a path prefix, so its fetch is rewritten. */
export function stripeAt(sandbox: RunningSandbox, apiKey = API_KEY): Stripe {
  const rewrite: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(String(input));
    return fetch(`${sandbox.url}/stripe${pathname}${search}`, init);
  };
  return new Stripe(apiKey, {
    httpClient: Stripe.createFetchHttpClient(rewrite),
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Posts a form as it stands, without the SDK's help. */
export function postForm(
  sandbox: RunningSandbox,
  path: string,
  body: string,
  headers: Record<string, string> = {},
) {
  return fetch(`${sandbox.url}/stripe${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${API_KEY}`,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body,
    redirect: "manual",
  });
}

export async function withSandbox(
  use: (sandbox: RunningSandbox, stripe: Stripe) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ port: 0 });
  try {
    await use(sandbox, stripeAt(sandbox));
  } finally {
    await sandbox.close();
  }
}

/** What an SDK call was refused with. Throws when it was not refused. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}
