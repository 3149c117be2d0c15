import type { OrganizationRecord } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";

export const organizationFields = {
  id,
  name: z.string(),
  time_zone: z.string().describe("IANA name; a key's day is the calendar day there."),
  max_expiry_seconds: z.int().describe("The longest that a vault key may live."),
  max_daily_usd_cap: usdOut.describe("The most that one vault key may spend in a day."),
  max_live_keys: z.int(),
  margin_bps: z.int().describe("Added on conversions from other currencies, in hundredths of a percent."),
  created_at: instantOut,
};

export function showOrganization(organization: OrganizationRecord) {
  return {
    id: organization.id,
    name: organization.name,
    time_zone: organization.zone,
    max_expiry_seconds: organization.maxExpirySeconds,
    max_daily_usd_cap: formatUsd(organization.maxDailyCapMicros),
    max_live_keys: organization.maxLiveKeys,
    margin_bps: organization.marginBps,
    created_at: organization.createdAt.toISOString(),
  };
}
