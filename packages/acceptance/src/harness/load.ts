import { createHash } from "node:crypto";
import type { RunningProxy } from "./apps.ts";
import type { Random } from "./random.ts";
import type { Arrival } from "./sandbox.ts";

const WORKERS_PER_PROXY = 6;
/** After a refusal or a broken connection, so that a dead proxy is not asked thousands of times a second. */
const PAUSE_MS = 25;

export interface LoadedKey {
  readonly id: string;
  readonly secret: string;
}

/** Agents that pay under several keys, over every proxy at once, until they are stopped. */
export interface Load {
  /** How many payments an agent was told of. */
  readonly answered: number;
  /** The key under which a payment was made, by the Idempotency-Key that it carried; each payment has its own. */
  keyOf(idempotencyKey: string): LoadedKey | undefined;
  stop(): Promise<void>;
}

export function startLoad(
  proxies: readonly RunningProxy[],
  keys: readonly LoadedKey[],
  random: Random,
): Load {
  const payments = new Map<string, LoadedKey>();
  let answered = 0;
  let isStopped = false;

  const work = async (proxy: RunningProxy) => {
    while (!isStopped) {
      const key = random.pick(keys);
      const idempotencyKey = `load-${random.seed}-${payments.size}`;
      payments.set(idempotencyKey, key);
      const isPaid = await pay(proxy, key, {
        idempotencyKey,
        amount: random.between(50, 300),
        delayMs: random.between(1, 60),
        // Half of them are final when answered, half can still become a charge.
        isConfirmed: random.between(0, 1) === 1,
      });
      if (isPaid) answered += 1;
      else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const working = proxies.flatMap((proxy) => Array.from({ length: WORKERS_PER_PROXY }, () => work(proxy)));
  return {
    get answered() {
      return answered;
    },
    keyOf: (idempotencyKey) => payments.get(idempotencyKey),
    stop: async () => {
      isStopped = true;
      await Promise.all(working);
    },
  };
}

interface Payment {
  readonly idempotencyKey: string;
  readonly amount: number;
  readonly delayMs: number;
  readonly isConfirmed: boolean;
}

/**
 * One request, once: stripe-node sends a POST again by itself when its connection is closed, even with
 * `maxNetworkRetries: 0`, and the books could not be matched with the vendor's log request by request.
 */
async function pay(proxy: RunningProxy, key: LoadedKey, payment: Payment): Promise<boolean> {
  const body = new URLSearchParams({
    amount: String(payment.amount),
    currency: "usd",
    "metadata[sandbox]": `slow:${payment.delayMs}`,
    ...(payment.isConfirmed
      ? { confirm: "true", payment_method: "pm_card_visa", return_url: "https://example.com" }
      : {}),
  });
  try {
    const response = await fetch(`${proxy.url}/v1/payment_intents`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key.secret}`,
        "content-type": "application/x-www-form-urlencoded",
        "idempotency-key": payment.idempotencyKey,
      },
      body: body.toString(),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** What a call's row keeps of an Idempotency-Key. */
export function fingerprintOf(idempotencyKey: string): string {
  return createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 16);
}

/** What the vendor carried out of a load under one key, in micro-dollars. */
export function movedUnder(vaultKeyId: string, load: Load, arrivals: readonly Arrival[]): bigint {
  return arrivals
    .filter(
      ({ executed, idempotency_key }) => executed && load.keyOf(idempotency_key ?? "")?.id === vaultKeyId,
    )
    .reduce((total, { amount_minor }) => total + BigInt(amount_minor ?? 0) * 10_000n, 0n);
}
