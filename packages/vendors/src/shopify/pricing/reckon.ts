import { convertToMicros, type KeyRules, largestMicros, type Refusal } from "@keybrake/policy";
import type { PriceBasis } from "../../pricing.ts";
import type { Audit } from "../audit.ts";
import { currencyExponent } from "../currency.ts";
import type { Cost, Money } from "./cost.ts";
import { type Facts, moneysOf } from "./look-up.ts";

export interface Reckoned {
  readonly micros: bigint;
  readonly basis: PriceBasis | null;
  readonly audit: Audit;
}

export type AnyRefusal = Refusal<"denied_request" | "denied_cost_unknown" | "denied_currency">;

const refused = <V extends AnyRefusal["verdict"]>(verdict: V, message: string): Refusal<V> => ({
  verdict,
  message,
});

/**
 * What can be said before the store is asked: a call that is malformed is never sent, and neither is one whose cost
 * nobody can know, unless the key says what to assume.
 */
export function refuseAtSight(costs: readonly Cost[], rules: KeyRules): AnyRefusal | null {
  for (const cost of costs) if (cost.is === "malformed") return refused("denied_request", cost.why);
  for (const cost of costs) {
    if (cost.is === "unknown" && rules.assumedCallMicros === null) return costUnknown(cost.why);
  }
  return null;
}

const costUnknown = (why: string) =>
  refused(
    "denied_cost_unknown",
    `${why} Keybrake sends no call whose cost it cannot bound; a key issued with assumed_call_usd would hold that instead.`,
  );

const NOT_TOLD =
  "What this moves is not fully in the request, and the store did not tell it: the object is not there, or the token may not read it.";

/** Adds up the costs of all operations of a call. One whose cost is not known counts as what the key assumes. */
export function reckon(costs: readonly Cost[], facts: Facts, rules: KeyRules): Reckoned | AnyRefusal {
  const byOperation: bigint[] = [];
  const moneys: (Money | null)[] = [];
  let assumed = false;
  for (const cost of costs) {
    const parts = cost.is === "parts" ? cost.parts.map((part) => moneysOf(part, facts)) : [null];
    let micros = 0n;
    for (const part of parts) {
      if (part === null) {
        if (rules.assumedCallMicros === null) return costUnknown(NOT_TOLD);
        assumed = true;
        micros += rules.assumedCallMicros;
        continue;
      }
      const converted = largest(part, rules);
      if (typeof converted !== "bigint") return converted;
      micros += converted;
      moneys.push(part.length === 1 ? (part[0] ?? null) : null);
    }
    byOperation.push(micros);
  }
  const micros = byOperation.reduce((all, each) => all + each, 0n);
  if (micros > largestMicros)
    return refused("denied_request", "The amounts come to more than a billion US dollars.");
  const basis = assumed ? null : basisOf(moneys, rules);
  return { micros, basis, audit: auditOf(byOperation, { assumed, asked: facts.size > 0 }) };
}

function auditOf(
  byOperation: readonly bigint[],
  { assumed, asked }: { readonly assumed: boolean; readonly asked: boolean },
): Audit {
  if (!assumed && byOperation.every((micros) => micros === 0n)) return {};
  return {
    price_basis: assumed ? "assumed" : asked ? "look_up" : "request",
    // So that settling can tell the operations of a document apart.
    price_by_operation: byOperation.join(","),
  };
}

function largest(moneys: readonly Money[], rules: KeyRules): bigint | AnyRefusal {
  let most = 0n;
  for (const money of moneys) {
    const micros = convert(money, rules);
    if (typeof micros !== "bigint") return micros;
    if (micros > most) most = micros;
  }
  return most;
}

function convert({ amountMinor, currency }: Money, rules: KeyRules): bigint | AnyRefusal {
  if (rules.currencies !== null && !rules.currencies.includes(currency)) {
    return refused("denied_currency", `This key was not issued for charges in ${currency}.`);
  }
  return (
    toMicros({ amountMinor, currency }, rules) ??
    refused("denied_currency", `This key has no exchange rate for ${currency}, so its caps cannot count it.`)
  );
}

/** By the key's pinned rates; null for a currency without one. */
export function toMicros({ amountMinor, currency }: Money, rules: KeyRules): bigint | null {
  const rate = rateOf(currency, rules);
  return rate === null
    ? null
    : convertToMicros({ amountMinor, exponent: currencyExponent(currency), ...rate });
}

function rateOf(currency: string, rules: KeyRules): Pick<PriceBasis, "rateMicros" | "marginBps"> | null {
  const rateMicros = Object.hasOwn(rules.rates, currency) ? rules.rates[currency] : undefined;
  if (rateMicros === undefined || rateMicros === 0n) return null;
  return { rateMicros, marginBps: currency === "usd" ? 0 : rules.marginBps };
}

/** Where all of a call's money is in one currency. */
function basisOf(moneys: readonly (Money | null)[], rules: KeyRules): PriceBasis | null {
  const currency = moneys[0]?.currency;
  if (currency === undefined || moneys.some((money) => money?.currency !== currency)) return null;
  const rate = rateOf(currency, rules);
  const amountMinor = moneys.reduce((all, money) => all + (money?.amountMinor ?? 0n), 0n);
  return rate === null ? null : { currency, amountMinor, ...rate };
}
