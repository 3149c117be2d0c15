import { readOrganizationLimits, readSpend } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { instantIn, instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField, type Result } from "../../problems.ts";
import { transact } from "../../transact.ts";

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const ROWS_MAX = 10_000;
/** Without `from`, the last day by hours or the last thirty by days; at most so much by either. */
const SPANS = {
  hour: { usualMs: DAY_MS, longestMs: 31 * DAY_MS, longest: "31 days" },
  day: { usualMs: 30 * DAY_MS, longestMs: 400 * DAY_MS, longest: "400 days" },
};

const input = z.strictObject({
  group_by: z.enum(["agent", "vendor", "run"]).default("agent"),
  interval: z.enum(["hour", "day"]).default("hour"),
  from: instantIn.optional().describe("Inclusive; rounded down to a quarter hour."),
  to: instantIn.optional().describe("Exclusive; rounded up to a quarter hour; now unless told."),
});

const bucket = z.object({
  starts_at: instantOut.describe("When the hour or day begins in the organization's zone."),
  group: z.string().describe("The agent, vendor or run."),
  spent_usd: usdOut.describe("Final costs."),
  accrued_usd: usdOut.describe("Done but not final: counted against caps, not yet a cost."),
  allowed_calls: z.int(),
  denied_calls: z.int(),
});

const output = z.object({
  group_by: z.enum(["agent", "vendor", "run"]),
  interval: z.enum(["hour", "day"]),
  time_zone: z.string().describe("The organization's, by IANA name."),
  from: instantOut,
  to: instantOut,
  data: z.array(bucket).describe("Newest first; hours and days without calls are left out."),
  next_cursor: z.null(),
});

export const readSpendOperation = defineOperation({
  name: "spend.read",
  summary: "Read spend by hour or day",
  http: { method: "GET", path: "/spend", status: 200 },
  access: { scope: "read", role: "auditor" },
  input,
  output,
  run: async (context, query) => {
    const window = readWindow(query);
    if (!window.ok) return window;
    const { from, to } = window.value;
    const { group_by, interval } = query;
    return transact(context, async (transaction) => {
      const { organizationId } = context;
      const { zone } = await readOrganizationLimits(transaction, organizationId);
      const limit = ROWS_MAX + 1;
      const buckets = await readSpend(transaction, {
        organizationId,
        groupBy: group_by,
        interval,
        from,
        to,
        zone,
        limit,
      });
      if (buckets.length > ROWS_MAX) {
        return invalidField(
          "from",
          `There are more than ${ROWS_MAX} buckets: ask for a shorter time or another group_by.`,
        );
      }
      const data = buckets.map((row) => ({
        starts_at: row.startsAt.toISOString(),
        group: row.group,
        spent_usd: formatUsd(row.spentMicros),
        accrued_usd: formatUsd(row.accruedMicros),
        allowed_calls: Number(row.allowedCalls),
        denied_calls: Number(row.deniedCalls),
      }));
      const window = { from: from.toISOString(), to: to.toISOString() };
      return done({ group_by, interval, time_zone: zone, ...window, data, next_cursor: null });
    });
  },
});

function readWindow(query: z.output<typeof input>): Result<{ readonly from: Date; readonly to: Date }> {
  const span = SPANS[query.interval];
  const toMs = Math.ceil((query.to?.getTime() ?? Date.now()) / QUARTER_MS) * QUARTER_MS;
  const fromMs = Math.floor((query.from?.getTime() ?? toMs - span.usualMs) / QUARTER_MS) * QUARTER_MS;
  if (fromMs >= toMs) return invalidField("from", "Must be before to.");
  if (toMs - fromMs > span.longestMs) {
    return invalidField("from", `By ${query.interval}, ask for ${span.longest} at most.`);
  }
  return done({ from: new Date(fromMs), to: new Date(toMs) });
}
