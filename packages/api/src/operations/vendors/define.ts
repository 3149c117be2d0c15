import {
  createCustomVendorRow,
  listCustomVendors,
  readCustomVendor,
  recordActivity,
} from "@keybrake/database";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { definitionFields, readDefinition, vendorField } from "./definition-fields.ts";
import { customVendorFields, showCustomVendor } from "./show-custom-vendor.ts";

const VENDORS_MAX = 100;

export const defineVendorOperation = defineOperation({
  name: "vendors.define",
  summary: "Define a vendor of one's own",
  description:
    "Its calls go through the proxy as `/<name>/…`. Every endpoint says what a call costs; what it does not list is refused. " +
    "What the origin's name leads to is looked at before each connection, and must be public.",
  http: { method: "POST", path: "/vendors", status: 201 },
  access: { scope: "credentials:write", role: "admin" },
  problems: ["vendor_name_taken", "too_many_vendors"],
  input: z.strictObject({ name: vendorField, ...definitionFields }),
  output: z.object(customVendorFields),
  run: async (context, input) => {
    const definition = readDefinition(input);
    if (!definition.ok) return definition;
    return transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      if ((await listCustomVendors(transaction, organizationId)).length >= VENDORS_MAX) {
        return refuse("too_many_vendors", `An organization defines at most ${VENDORS_MAX} vendors.`);
      }
      const { name, origin } = definition.value;
      const made = await createCustomVendorRow(transaction, {
        organizationId,
        definition: definition.value,
        createdBy: actor,
      });
      if (!made)
        return refuse("vendor_name_taken", "Another vendor, perhaps an archived one, has this name.");
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "vendors.define",
        subject: `vendor:${name}`,
        detail: { origin, version: 1 },
      });
      const vendor = await readCustomVendor(transaction, organizationId, name);
      if (vendor === null) throw new Error(`the vendor ${name} went as it was made`);
      return done(showCustomVendor(vendor));
    });
  },
});
