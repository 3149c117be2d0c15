import { parseExpiresIn } from "@keybrake/policy";
import { formatUsd } from "@keybrake/ui";
import type { PolicyRules } from "./policy-rules.ts";

/** Whether keys issued from now on may do more or less for it. */
export type Direction = "wider" | "narrower" | "other";

export interface RuleChange {
  readonly rule: string;
  readonly words: string;
  readonly direction: Direction;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a newer version of a policy changes, rule by rule; empty where it says the same. */
export function diffRules(before: PolicyRules, after: PolicyRules): readonly RuleChange[] {
  const changes = [
    vendorChange(before.vendor, after.vendor),
    limitChange("Daily cap", [before.daily_usd_cap, after.daily_usd_cap], usd),
    limitChange("Run cap", [before.run_usd_cap, after.run_usd_cap], usd),
    limitChange("Call cap", [before.call_usd_cap, after.call_usd_cap], usd),
    limitChange("Calls", [before.max_calls, after.max_calls], calls),
    limitChange("Lifetime", [before.expires_in, after.expires_in], lifetime),
    assumedChange(before.assumed_call_usd, after.assumed_call_usd),
    listChange("Endpoints", [before.allowed_endpoints, after.allowed_endpoints], "wider"),
    listChange("Currencies", [before.currencies, after.currencies], "wider"),
    listChange("Connected Stripe accounts", [before.stripe_accounts, after.stripe_accounts], "narrower"),
  ];
  return changes.filter((change) => change !== null);
}

interface Measure<T> {
  readonly show: (value: T) => string;
  readonly size: (value: T) => number;
  readonly up: string;
  readonly down: string;
}

const usd: Measure<string> = { show: formatUsd, size: Number, up: "Raised", down: "Lowered" };
const calls: Measure<number> = {
  show: (count) => count.toLocaleString("en-US"),
  size: (count) => count,
  up: "Raised",
  down: "Lowered",
};
const lifetime: Measure<string> = {
  show: (text) => text,
  size: (text) => {
    const parsed = parseExpiresIn(text, Number.MAX_SAFE_INTEGER);
    return parsed.ok ? parsed.value : Number.NaN;
  },
  up: "Lengthened",
  down: "Shortened",
};

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

/** A limit: the higher, the more a key may do, and without it the most. */
function limitChange<T>(rule: string, [before, after]: Pair<T>, measure: Measure<T>): RuleChange | null {
  const { show, size, up, down } = measure;
  if (before === undefined && after === undefined) return null;
  if (before === undefined) return change(rule, `Set to ${show(after as T)}; there was none`, "narrower");
  if (after === undefined) return change(rule, `Removed; it was ${show(before)}`, "wider");
  const [from, to] = [size(before), size(after)];
  if (from === to) return null;
  return change(
    rule,
    `${to > from ? up : down} from ${show(before)} to ${show(after)}`,
    to > from ? "wider" : "narrower",
  );
}

/** Unlike a limit: without it such calls are refused. */
function assumedChange(before: string | undefined, after: string | undefined): RuleChange | null {
  const rule = "Price assumed where none can be known (unsafe)";
  if (before === after) return null;
  if (before === undefined)
    return change(rule, `Set to ${formatUsd(after ?? "0")}; such calls were refused`, "wider");
  if (after === undefined)
    return change(rule, `Removed: such calls are refused; it was ${formatUsd(before)}`, "narrower");
  // The more is held for such a call, the sooner a cap stops them.
  const isMore = Number(after) > Number(before);
  const words = `${isMore ? "Raised" : "Lowered"} from ${formatUsd(before)} to ${formatUsd(after)}`;
  return change(rule, words, isMore ? "narrower" : "wider");
}

function vendorChange(before: string | undefined, after: string | undefined): RuleChange | null {
  if (before === after) return null;
  return change("Vendor", `${before ?? "Any"} before, ${after ?? "any"} now`, "other");
}

/** `absent`: what leaving the list away means for a key, against any list. */
function listChange(rule: string, lists: Pair<readonly string[]>, absent: Direction): RuleChange | null {
  const [before, after] = lists;
  const was = new Set(before);
  const is = new Set(after);
  const added = [...is].filter((entry) => !was.has(entry));
  const removed = [...was].filter((entry) => !is.has(entry));
  if ((before === undefined) === (after === undefined) && added.length === 0 && removed.length === 0)
    return null;
  const words = wordsOfLists(lists, added.length, removed.length);
  const more = { added, removed };
  if (before === undefined) return change(rule, words, opposite(absent), more);
  if (after === undefined) return change(rule, words, absent, more);
  if (removed.length === 0) return change(rule, words, "wider", more);
  return change(rule, words, added.length === 0 ? "narrower" : "other", more);
}

function wordsOfLists([before, after]: Pair<readonly string[]>, added: number, removed: number): string {
  if (before === undefined) return `A list of ${added}; there was none`;
  if (after === undefined) return `The list of ${removed} is gone`;
  return [added === 0 ? "" : `${added} added`, removed === 0 ? "" : `${removed} removed`]
    .filter((part) => part !== "")
    .join(", ");
}

function opposite(direction: Direction): Direction {
  if (direction === "other") return "other";
  return direction === "wider" ? "narrower" : "wider";
}

function change(
  rule: string,
  words: string,
  direction: Direction,
  lists: Pick<RuleChange, "added" | "removed"> = { added: [], removed: [] },
): RuleChange {
  return { rule, words, direction, ...lists };
}
