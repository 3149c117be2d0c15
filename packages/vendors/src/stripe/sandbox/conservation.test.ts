import fc from "fast-check";
import type { Stripe } from "stripe";
import { expect, test } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import type { MovedByCurrency, RunningSandbox } from "../../sandbox/server.ts";
import { stripeAt, withSandbox } from "./sandbox.fixture.ts";

const CURRENCIES = ["usd", "jpy", "kwd"] as const;
const KEYS = ["sk_test_conservation0001", "sk_test_conservation0002"] as const;
const BREAKS: FaultKind[] = [
  "decline",
  "reset",
  "moved_after_reset",
  "moved_after_error",
  "truncated",
  "garbage",
];

const step = fc.record({
  verb: fc.constantFrom(
    "charge",
    "hold",
    "capture",
    "refund",
    "cancel",
    "transfer",
    "reverse",
    "payout",
    "topup",
  ),
  amount: fc.integer({ min: 1, max: 900_000 }).map((n) => n * 10),
  currency: fc.constantFrom(...CURRENCIES),
  card: fc.constantFrom(
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_authenticationRequired",
  ),
  key: fc.constantFrom(...KEYS),
  idempotencyKey: fc.option(fc.constantFrom("k1", "k2", "k3"), { nil: undefined }),
  fault: fc.option(fc.constantFrom(...BREAKS), { nil: undefined }),
  pick: fc.nat({ max: 5 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does one step; refusals and broken answers are part of the game. */
async function play(
  sandbox: RunningSandbox,
  stripe: Stripe,
  { verb, amount, currency, card, pick, ...rest }: Step,
) {
  if (rest.fault !== undefined)
    sandbox.scenario({ vendor: "stripe", match: { method: "POST" }, fault: rest.fault });
  const options = rest.idempotencyKey === undefined ? {} : { idempotencyKey: rest.idempotencyKey };
  const at = <T extends { id: string }>(list: { data: T[] }) =>
    list.data[pick % Math.max(1, list.data.length)]?.id ?? "x";
  const charged = { amount, currency, payment_method: card, confirm: true };
  switch (verb) {
    case "charge":
      return stripe.paymentIntents.create(charged, options);
    case "hold":
      return stripe.paymentIntents.create({ ...charged, capture_method: "manual" }, options);
    case "capture":
      return stripe.paymentIntents.capture(
        at(await stripe.paymentIntents.list()),
        { amount_to_capture: amount },
        options,
      );
    case "refund":
      return stripe.refunds.create({ charge: at(await stripe.charges.list()), amount }, options);
    case "cancel":
      return stripe.paymentIntents.cancel(at(await stripe.paymentIntents.list()), {}, options);
    case "transfer":
      return stripe.transfers.create({ amount, currency, destination: "acct_x" }, options);
    case "reverse":
      return stripe.transfers.createReversal(at(await stripe.transfers.list()), {}, options);
    case "payout":
      return stripe.payouts.create({ amount, currency }, options);
    case "topup":
      return stripe.topups.create({ amount, currency, description: "x" }, options);
  }
}

/** Micros per minor unit, written down here once more on purpose. */
const MICROS: Record<string, bigint> = { usd: 10_000n, jpy: 1_000_000n, kwd: 1_000n };

function sumOfLog(sandbox: RunningSandbox): MovedByCurrency {
  const sums: MovedByCurrency = new Map();
  for (const { currency, direction, micros } of sandbox.log().flatMap((entry) => entry.moved)) {
    const sum = sums.get(currency) ?? { in: 0n, out: 0n, back: 0n };
    sum[direction] += micros;
    sums.set(currency, sum);
  }
  return sums;
}

/** The same totals, from nothing but the objects that the API answers with. */
async function sumOfObjects(stripes: readonly Stripe[]): Promise<MovedByCurrency> {
  const sums: MovedByCurrency = new Map();
  const add = (direction: "in" | "out" | "back", currency: string, minor: number) => {
    if (minor === 0) return;
    const sum = sums.get(currency) ?? { in: 0n, out: 0n, back: 0n };
    sum[direction] += BigInt(minor) * (MICROS[currency] ?? 0n);
    sums.set(currency, sum);
  };
  const all = { limit: 10_000 };
  for (const stripe of stripes) {
    for (const charge of await stripe.charges.list().autoPagingToArray(all))
      add("in", charge.currency, charge.amount_captured);
    for (const topup of await stripe.topups.list().autoPagingToArray(all))
      add("in", topup.currency, topup.amount);
    for (const refund of await stripe.refunds.list().autoPagingToArray(all)) {
      if (refund.balance_transaction !== null) add("out", refund.currency, refund.amount);
    }
    for (const payout of await stripe.payouts.list().autoPagingToArray(all))
      add("out", payout.currency, payout.amount);
    for (const transfer of await stripe.transfers.list().autoPagingToArray(all)) {
      add("out", transfer.currency, transfer.amount);
      add("back", transfer.currency, transfer.amount_reversed);
    }
  }
  return sums;
}

test(
  "the log, the totals and the objects agree on every cent, whatever is asked and whatever breaks",
  () =>
    withSandbox(async (sandbox) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          sandbox.reset();
          const stripes = new Map(KEYS.map((key) => [key, stripeAt(sandbox, key)]));
          for (const each of steps) {
            const stripe = stripes.get(each.key);
            if (stripe !== undefined) await play(sandbox, stripe, each).catch(() => {});
          }
          await fetch(`${sandbox.url}/_sandbox/scenario`, { method: "DELETE" });
          const { moved, credentials } = sandbox.state();
          expect(sumOfLog(sandbox)).toEqual(moved);
          expect(await sumOfObjects([...stripes.values()])).toEqual(moved);
          const byCredential = credentials.flatMap((credential) => [...credential.moved.values()]);
          const inTotal = (sums: Iterable<{ in: bigint }>) =>
            [...sums].reduce((sum, each) => sum + each.in, 0n);
          expect(inTotal(byCredential)).toBe(inTotal(moved.values()));
          for (const entry of sandbox.log()) {
            if (entry.moved.length > 0) expect(entry).toMatchObject({ executed: true, replayed: false });
          }
        }),
        { numRuns: 25 },
      );
    }),
  60_000,
);
