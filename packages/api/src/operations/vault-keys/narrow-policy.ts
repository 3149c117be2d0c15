import { formatUsd } from "@keybrake/policy";
import type { Endpoint } from "@keybrake/vendors";
import { done, invalid, type ProblemError, type Result } from "../../problems.ts";
import { type Terms, widerEndpoints } from "./terms.ts";

/**
 * Puts the terms of a request over those of a policy. They may only narrow it: where a request asks for more than the
 * policy grants it is refused, not quietly cut, since its caller believes in what it asked for.
 */
export function narrowPolicy(policy: Terms, wish: Terms, catalogue: readonly Endpoint[]): Result<Terms> {
  const errors = [
    ...widerEntries(policy, wish, catalogue),
    ...widerList("currencies", wish.currencies, policy.currencies),
    // A policy that names no accounts grants none.
    ...widerList("stripe_accounts", wish.stripeAccounts, policy.stripeAccounts ?? []),
    ...widerCaps(policy, wish),
    ...assumesLess(policy, wish),
  ];
  if (errors.length > 0) return invalid(errors);
  return done({
    expiresInMs: wish.expiresInMs ?? policy.expiresInMs,
    allowedEndpoints: wish.allowedEndpoints ?? policy.allowedEndpoints,
    dailyCapMicros: wish.dailyCapMicros ?? policy.dailyCapMicros,
    runCapMicros: wish.runCapMicros ?? policy.runCapMicros,
    callCapMicros: wish.callCapMicros ?? policy.callCapMicros,
    maxCalls: wish.maxCalls ?? policy.maxCalls,
    assumedCallMicros: wish.assumedCallMicros ?? policy.assumedCallMicros,
    currencies: wish.currencies ?? policy.currencies,
    stripeAccounts: wish.stripeAccounts ?? policy.stripeAccounts,
  });
}

function widerEntries(policy: Terms, wish: Terms, catalogue: readonly Endpoint[]): ProblemError[] {
  if (wish.allowedEndpoints === undefined || policy.allowedEndpoints === undefined) return [];
  return widerEndpoints(wish.allowedEndpoints, policy.allowedEndpoints, catalogue).map(
    ({ index, endpoint }) => ({
      path: `allowed_endpoints[${index}]`,
      message: `The policy does not allow ${endpoint}.`,
    }),
  );
}

function widerList(
  path: string,
  wished: readonly string[] | undefined,
  granted: readonly string[] | undefined,
): ProblemError[] {
  if (wished === undefined || granted === undefined) return [];
  return wished.flatMap((value, index) =>
    granted.includes(value) ? [] : [{ path: `${path}[${index}]`, message: "The policy does not allow it." }],
  );
}

function widerCaps(policy: Terms, wish: Terms): ProblemError[] {
  const errors: ProblemError[] = [];
  const compare = (
    path: string,
    wished: bigint | undefined,
    granted: bigint | undefined,
    show: (n: bigint) => string,
  ) => {
    if (wished === undefined || granted === undefined || wished <= granted) return;
    errors.push({ path, message: `The policy allows ${show(granted)} at most.` });
  };
  const usd = (micros: bigint) => `${formatUsd(micros)} US dollars`;
  const count = (calls: number | undefined) => (calls === undefined ? undefined : BigInt(calls));
  compare("daily_usd_cap", wish.dailyCapMicros, policy.dailyCapMicros, usd);
  compare("run_usd_cap", wish.runCapMicros, policy.runCapMicros, usd);
  compare("call_usd_cap", wish.callCapMicros, policy.callCapMicros, usd);
  compare("max_calls", count(wish.maxCalls), count(policy.maxCalls), (calls) => `${calls} calls`);
  compare("expires_in", count(wish.expiresInMs), count(policy.expiresInMs), (ms) => `${ms / 1000n} seconds`);
  return errors;
}

/** Assuming a price opens endpoints, and assuming a lower one holds less than the policy wants held. */
function assumesLess(policy: Terms, wish: Terms): ProblemError[] {
  const path = "assumed_call_usd";
  if (wish.assumedCallMicros === undefined) return [];
  if (policy.assumedCallMicros === undefined)
    return [{ path, message: "The policy does not assume any price." }];
  if (wish.assumedCallMicros >= policy.assumedCallMicros) return [];
  const least = formatUsd(policy.assumedCallMicros);
  return [{ path, message: `The policy assumes ${least} US dollars, and a request may not assume less.` }];
}
