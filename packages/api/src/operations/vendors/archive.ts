import { archiveCustomVendor, recordActivity } from "@keybrake/database";
import { z } from "zod";
import { vendorName } from "../../fields/text.ts";
import { instantOut } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const archiveVendorOperation = defineOperation({
  name: "vendors.archive",
  summary: "Archive a vendor of one's own",
  description:
    "No credential is added and no key is issued for it any more. Keys that were go on until they end: to stop them, " +
    "disable its credentials. Cannot be undone, and its name stays taken. Repeating it changes nothing.",
  http: { method: "POST", path: "/vendors/{vendor}/archive", status: 200, ignoresBody: true },
  access: { scope: "credentials:write", role: "admin" },
  input: z.strictObject({ vendor: vendorName }),
  output: z.object({ name: z.string(), archived_at: instantOut }),
  run: (context, { vendor: name }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const archivedAt = await archiveCustomVendor(transaction, organizationId, name);
      if (archivedAt === null) return notFound();
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "vendors.archive",
        subject: `vendor:${name}`,
        detail: {},
      });
      return done({ name, archived_at: archivedAt.toISOString() });
    }),
});
