import type { CustomVendorRecord } from "@keybrake/database";
import { customVendorSchema } from "@keybrake/policy";
import { z } from "zod";
import { instantOut, showTime } from "../../fields/time.ts";
import { showDefinition, shownDefinition } from "./definition-fields.ts";

/** A vendor of the organization's own, at its newest version. */
export const customVendorFields = {
  name: z.string(),
  ...shownDefinition.shape,
  version: z.int().describe("Counts its changes; a change names the one that it was made from."),
  created_at: instantOut,
  changed_at: instantOut,
  changed_by: z.string(),
  archived_at: instantOut.nullable(),
};

export function showCustomVendor(vendor: CustomVendorRecord) {
  return {
    name: vendor.name,
    ...showDefinition(customVendorSchema.parse(vendor.definition)),
    version: vendor.version,
    created_at: vendor.createdAt.toISOString(),
    changed_at: vendor.changedAt.toISOString(),
    changed_by: vendor.changedBy,
    archived_at: showTime(vendor.archivedAt),
  };
}
