import { isTimeZone, recordActivity, updateOrganization } from "@keybrake/database";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { displayName } from "../../fields/text.ts";
import { timeZone } from "../../fields/time-zone.ts";
import { defineOperation } from "../../operation.ts";
import { done, invalidField } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { organizationFields, showOrganization } from "./show-organization.ts";

/** A thousand million dollars a day: no key needs more, and it fits the ledger's counters many times over. */
const DAILY_CAP_MAX_MICROS = 1_000_000_000_000_000n;

const input = z
  .strictObject({
    name: displayName(100),
    time_zone: timeZone,
    max_expiry_seconds: z
      .int()
      .min(30, { error: "Must be at least 30 seconds." })
      .max(31_536_000, { error: "Must be at most 365 days." }),
    max_daily_usd_cap: usdIn.refine((micros) => micros <= DAILY_CAP_MAX_MICROS, {
      error: "Must be at most 1000000000.",
    }),
    max_live_keys: z.int().min(0).max(1_000_000, { error: "Must be at most 1000000." }),
    margin_bps: z.int().min(0).max(10_000, { error: "Must be at most 100 percent (10000)." }),
  })
  .partial();

export const updateOrganizationOperation = defineOperation({
  name: "organizations.update",
  summary: "Change the organization's settings",
  description:
    "What is left out stays. For keys issued from now on: a key keeps the zone and the margin that it was issued with.",
  access: { role: "admin" },
  input,
  output: z.object(organizationFields),
  run: (context, fields) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      if (fields.time_zone !== undefined && !(await isTimeZone(transaction, fields.time_zone))) {
        return invalidField(
          "time_zone",
          "Write the name of a time zone, such as Europe/Berlin (case matters).",
        );
      }
      const changed = await updateOrganization(transaction, organizationId, changeOf(fields));
      const shown = showOrganization(changed);
      const names = Object.keys(fields) as Array<keyof typeof fields>;
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "organizations.update",
        subject: `organization:${organizationId}`,
        detail: Object.fromEntries(names.map((name) => [name, shown[name]])),
      });
      return done(shown);
    }),
});

function changeOf(fields: z.output<typeof input>): Parameters<typeof updateOrganization>[2] {
  const change = {
    name: fields.name,
    zone: fields.time_zone,
    maxExpirySeconds: fields.max_expiry_seconds,
    maxDailyCapMicros: fields.max_daily_usd_cap,
    maxLiveKeys: fields.max_live_keys,
    marginBps: fields.margin_bps,
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
