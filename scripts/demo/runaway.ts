import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { askRest } from "./rest.ts";

const issued = z.object({ vault_key: z.string() });

const DAILY_CAP_USD = 25;
/** Refusals until somebody would have looked: then the loop is dead, and another begins after a pause. */
const REFUSALS_MAX = 15;
const PAUSE_MS = 90_000;

export interface RunawayOptions {
  readonly dashboardUrl: string;
  readonly proxyUrl: string;
  readonly token: string;
  readonly signal: AbortSignal;
}

/** An agent that lost its way: it charges until its key's cap brakes it, and does not stop asking at once. */
export async function runAway(options: RunawayOptions): Promise<void> {
  const { signal } = options;
  while (!signal.aborted) {
    await oneRun(options).catch((fault: unknown) => {
      if (!signal.aborted) console.error("The demo's runaway agent rests:", fault);
    });
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function oneRun({ dashboardUrl, proxyUrl, token, signal }: RunawayOptions): Promise<void> {
  const run = new Date().toISOString().slice(5, 16).replace(/[-T:]/g, "");
  const answer = await askRest({ dashboardUrl, token }, "/vault-keys", {
    vendor: "stripe",
    expires_in: "30m",
    agent_run_label: `growth/runaway_${run}`,
    allowed_endpoints: ["POST /v1/payment_intents"],
    daily_usd_cap: DAILY_CAP_USD,
  });
  const { vault_key } = issued.parse(answer);
  for (let refusals = 0; refusals < REFUSALS_MAX && !signal.aborted; ) {
    const cents = 90 + Math.floor(Math.random() * 200);
    const response = await fetch(`${proxyUrl}/v1/payment_intents`, {
      method: "POST",
      headers: { authorization: `Bearer ${vault_key}`, "content-type": "application/x-www-form-urlencoded" },
      body: `amount=${cents}&currency=usd&confirm=true&payment_method=pm_card_visa`,
      signal,
    });
    await response.body?.cancel();
    if (response.status === 429) refusals += 1;
    await sleep(700 + Math.random() * 900, undefined, { signal });
  }
}
