import { readCustomVendor } from "@keybrake/database";
import { z } from "zod";
import { vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { customVendorFields, showCustomVendor } from "./show-custom-vendor.ts";

export const showVendorOperation = defineOperation({
  name: "vendors.show",
  summary: "Show a vendor of one's own",
  description: "Its definition at the newest version. Built-in vendors have none: see their endpoints.",
  http: { method: "GET", path: "/vendors/{vendor}", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ vendor: vendorName }),
  output: z.object(customVendorFields),
  run: (context, { vendor: name }) =>
    transact(context, async (transaction) => {
      const vendor = await readCustomVendor(transaction, context.organizationId, name);
      return vendor === null ? notFound() : done(showCustomVendor(vendor));
    }),
});
