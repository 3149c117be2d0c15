import {
  type ChartWindow,
  type OrganizationTransaction,
  type RollupFilters,
  type RollupSums,
  readOrganizationLimits,
  readRecentWindow,
} from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { done, invalidField, type Result } from "../problems.ts";
import { usdOut } from "./money.ts";
import { agentName, agentRunId, vendorName } from "./text.ts";
import { instantIn, instantOut } from "./time.ts";

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** Longer than this is drawn by days. */
const HOURS_MAX_MS = 8 * DAY_MS;
const SPAN_MAX_MS = 400 * DAY_MS;

export const recentWindow = z.enum(["24h", "7d", "30d"]);

/** What every chart takes: a window up to now or a span of time, and whose calls. */
export const chartFields = {
  window: recentWindow.optional().describe("Up to now; 24 hours unless told, or `from` and `to`."),
  from: instantIn.optional().describe("Inclusive; rounded down to a quarter hour."),
  to: instantIn.optional().describe("Exclusive; rounded up to a quarter hour; now unless told."),
  agent_name: agentName.optional(),
  agent_run_id: agentRunId.optional(),
  vendor: vendorName.optional(),
};

const chartInput = z.object(chartFields);
type ChartInput = z.output<typeof chartInput>;

/** What every chart says of itself. */
export const windowOut = {
  time_zone: z.string().describe("The organization's, by IANA name: hours and days begin as they do there."),
  interval: z.enum(["hour", "day"]),
  from: instantOut,
  to: instantOut,
};

export function showWindow({ zone, interval, from, to }: ChartWindow) {
  return { time_zone: zone, interval, from: from.toISOString(), to: to.toISOString() };
}

/** Sums of calls: what is final, what is done but not final, and how many. */
export const sumsOut = {
  spent_usd: usdOut.describe("Final costs."),
  accrued_usd: usdOut.describe("Done but not final: counted against caps, not yet a cost."),
  allowed_calls: z.int().describe("Without those in flight."),
  denied_calls: z.int(),
};

export function showSums(sums: RollupSums) {
  return {
    spent_usd: formatUsd(sums.spentMicros),
    accrued_usd: formatUsd(sums.accruedMicros),
    allowed_calls: Number(sums.allowedCalls),
    denied_calls: Number(sums.deniedCalls),
  };
}

export function readChartFilters({ agent_name, agent_run_id, vendor }: ChartInput): RollupFilters {
  return { agentName: agent_name, agentRunId: agent_run_id, vendor };
}

export async function readChartWindow(
  transaction: OrganizationTransaction,
  organizationId: string,
  { window, from, to }: ChartInput,
): Promise<Result<ChartWindow>> {
  if (from === undefined && to === undefined) {
    return done(await readRecentWindow(transaction, organizationId, window ?? "24h"));
  }
  if (window !== undefined) return invalidField("window", "Give a window, or from and to, not both.");
  const toMs = Math.ceil((to?.getTime() ?? Date.now()) / QUARTER_MS) * QUARTER_MS;
  const fromMs = Math.floor((from?.getTime() ?? toMs - DAY_MS) / QUARTER_MS) * QUARTER_MS;
  if (fromMs >= toMs) return invalidField("from", "Must be before to.");
  if (toMs - fromMs > SPAN_MAX_MS) return invalidField("from", "Ask for 400 days at most.");
  const { zone } = await readOrganizationLimits(transaction, organizationId);
  const interval = toMs - fromMs > HOURS_MAX_MS ? "day" : "hour";
  return done({ organizationId, zone, interval, from: new Date(fromMs), to: new Date(toMs) });
}
