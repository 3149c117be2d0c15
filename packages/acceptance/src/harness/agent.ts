import Stripe from "stripe";
import type { RunningProxy } from "./apps.ts";

/** The official SDK as its documentation has it, but for host, port, protocol and key. */
export function stripeAgent(proxy: RunningProxy, vaultKey: string): Stripe {
  return new Stripe(vaultKey, { host: "127.0.0.1", port: proxy.port, protocol: "http" });
}

export const tenDollars = { amount: 1000, currency: "usd" } as const;

/** What a promise was rejected with; fails the test if it was not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    (value) => {
      throw new Error(`was not refused: ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
