import { formatUsd } from "./money.ts";
import type { DeniedVerdict } from "./verdicts.ts";

/** What a denial can say of its call. Everything here is already known to whoever holds the key. */
export interface Denial {
  readonly verdict: DeniedVerdict;
  /** The endpoint's catalogue name, or the escaped raw target. */
  readonly endpoint: string;
  readonly vendor: string;
  readonly allowedEndpoints: readonly string[];
  /** What the price step or the vendor's module said of this very request; null leaves a general sentence. */
  readonly detail: string | null;
  /** What the ledger answered when it committed the call's row. */
  readonly standing: DenialStanding;
}

/** The caps as they stood at the refusal; the ledger's answer to a hold has these fields. */
export interface DenialStanding {
  readonly neededMicros: bigint;
  readonly callCapMicros: bigint | null;
  readonly dayLeftMicros: bigint | null;
  readonly runLeftMicros: bigint | null;
  /** When the day's window ends; null where that does not matter. */
  readonly resetsAt: Date | null;
}

/** Longest sentence, in UTF-16 units: vendors' SDKs print it whole, models read it whole. */
const longestSentence = 500;

/** Why a call was refused and what to do instead, for a person or a model: at most 500 characters, no secret. */
export function denialSentence(denial: Denial): string {
  const sentence = sentenceOf(denial);
  if (sentence.length <= longestSentence) return sentence;
  // A pair cut in half would not survive as UTF-8.
  return `${sentence.slice(0, longestSentence - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function sentenceOf({ verdict, endpoint, vendor, allowedEndpoints, detail, standing }: Denial): string {
  switch (verdict) {
    case "denied_revoked":
      return "This vault key has been revoked, so no call can be made with it. Stop, and ask whoever started this run for a new key if it should go on.";
    case "denied_expired":
      return "This vault key has expired, so no call can be made with it. Ask for a new key to go on.";
    case "denied_vendor":
      return (
        detail ??
        `This vault key is for ${vendor} only; ${endpoint} is not one of its paths. Use the key that was issued for that vendor.`
      );
    case "denied_request":
      return (
        detail ??
        "The request can be read in more than one way, so it was not sent. Send it in its plain, canonical form."
      );
    case "denied_endpoint":
      return `${endpoint} is not allowed for this vault key. ${listOf(allowedEndpoints)}`;
    case "denied_account":
      return (
        detail ??
        `${endpoint} names an account that this vault key may not act for. Leave the account out, or ask for a key that lists it.`
      );
    case "denied_currency":
      return (
        detail ??
        `${endpoint} asks for a currency that this vault key may not charge. Use one that it allows, such as usd.`
      );
    case "denied_cost_unknown":
      return (
        detail ??
        `What ${endpoint} could cost cannot be known before it is sent, so it was not sent. State the amount, or ask for a key with assumed_call_usd.`
      );
    case "denied_credential":
      return (
        detail ??
        `The ${vendor} credential behind this vault key cannot be used. Its owner has to look at it in Keybrake; trying again does not help.`
      );
    case "denied_call_cap":
    case "denied_run_cap":
    case "denied_daily_cap":
      return capSentence(verdict, endpoint, standing);
    case "denied_max_calls":
      return `This vault key has made as many calls as it was issued for, so ${endpoint} was not sent. Ask for a new key to go on.`;
  }
}

function capSentence(
  verdict: "denied_call_cap" | "denied_run_cap" | "denied_daily_cap",
  endpoint: string,
  standing: DenialStanding,
): string {
  const cost = `${endpoint} would cost up to $${formatUsd(standing.neededMicros)}`;
  if (verdict === "denied_call_cap") {
    const cap = standing.callCapMicros === null ? "" : ` of $${formatUsd(standing.callCapMicros)}`;
    return `${cost}, more than this vault key's cap${cap} for a single call. Make a smaller call.`;
  }
  const left = verdict === "denied_run_cap" ? standing.runLeftMicros : standing.dayLeftMicros;
  if (left === null || standing.neededMicros <= left) {
    // There is room, so it was not the cap itself that refused.
    return `${cost}, and was not sent: the vendor charged more for an earlier call than was held for it, so this vault key may make no further call that costs money. Ask for a new key once that call has been looked at.`;
  }
  if (verdict === "denied_run_cap") {
    return `${cost}, more than the $${formatUsd(left)} left of the cap for this key's whole life. Make a smaller call, or ask for a new key.`;
  }
  const reset = standing.resetsAt === null ? "" : ` It resets at ${standing.resetsAt.toISOString()} (UTC).`;
  return `${cost}, more than the $${formatUsd(left)} left of this vault key's daily cap.${reset} Make a smaller call, or wait for the next day.`;
}

/** Leaves room in a sentence for the endpoint itself and the words around the list. */
const longestList = 240;

function listOf(allowedEndpoints: readonly string[]): string {
  let list = "";
  for (const [index, allowed] of allowedEndpoints.entries()) {
    const more = allowedEndpoints.length - index;
    if (index > 0 && list.length + allowed.length > longestList)
      return `It may call: ${list} … and ${more} more.`;
    list += index === 0 ? allowed : `, ${allowed}`;
  }
  return `It may call: ${list}.`;
}
