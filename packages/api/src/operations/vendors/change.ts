import {
  addCustomVendorVersion,
  lockCustomVendor,
  readCustomVendor,
  recordActivity,
} from "@keybrake/database";
import { z } from "zod";
import { vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound, refuse } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { definitionFields, readDefinition } from "./definition-fields.ts";
import { customVendorFields, showCustomVendor } from "./show-custom-vendor.ts";

const VERSIONS_MAX = 500;

export const changeVendorOperation = defineOperation({
  name: "vendors.change",
  summary: "Change a vendor of one's own",
  description:
    "Gives the whole definition anew. Vault keys that were issued before keep the one that they were issued with. Where the " +
    "origin or the way of attaching changes, the secrets of its credentials must be typed in anew (rotate them): stored " +
    "ones do not open for another place. Refused when somebody else has changed it since `base_version`.",
  http: { method: "PUT", path: "/vendors/{vendor}", status: 200 },
  access: { scope: "credentials:write", role: "admin" },
  problems: ["vendor_archived", "vendor_changed", "too_many_vendor_versions"],
  input: z.strictObject({
    vendor: vendorName,
    base_version: z.int().min(1).describe("The newest version that the editor has seen."),
    ...definitionFields,
  }),
  output: z.object(customVendorFields),
  run: (context, { vendor: name, base_version: baseVersion, ...fields }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const locked = await lockCustomVendor(transaction, organizationId, name);
      if (locked === null) return notFound();
      const definition = readDefinition({ name, ...fields });
      if (!definition.ok) return definition;
      if (locked.archivedAt !== null) return refuse("vendor_archived", "An archived vendor does not change.");
      if (locked.version !== baseVersion) {
        return refuse("vendor_changed", `Its newest version is ${locked.version}: look at it first.`);
      }
      if (locked.version >= VERSIONS_MAX) {
        return refuse("too_many_vendor_versions", `It has ${VERSIONS_MAX} versions: define another vendor.`);
      }
      const version = locked.version + 1;
      await addCustomVendorVersion(transaction, {
        organizationId,
        version,
        definition: definition.value,
        createdBy: actor,
      });
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "vendors.change",
        subject: `vendor:${name}`,
        detail: { origin: definition.value.origin, version },
      });
      const vendor = await readCustomVendor(transaction, organizationId, name);
      if (vendor === null) throw new Error(`the vendor ${name} went while it was locked`);
      return done(showCustomVendor(vendor));
    }),
});
