import { listCustomVendors, type OrganizationTransaction, readCustomVendor } from "@keybrake/database";
import { customVendorSchema } from "@keybrake/policy";
import { createCustomVendor, findVendor, type Vendor, vendors } from "@keybrake/vendors";
import { done, invalidField, type Result } from "../../problems.ts";

/**
 * A vendor by name: a built-in one, or the organization's own at its newest version. Null where there is none, and for an
 * archived one unless it is asked for.
 */
export async function resolveVendor(
  transaction: OrganizationTransaction,
  wanted: { readonly organizationId: string; readonly name: string; readonly archivedToo?: boolean },
): Promise<Vendor | null> {
  const builtIn = findVendor(wanted.name);
  if (builtIn !== undefined) return builtIn;
  const found = await readCustomVendor(transaction, wanted.organizationId, wanted.name);
  if (found === null || (found.archivedAt !== null && wanted.archivedToo !== true)) return null;
  return createCustomVendor(customVendorSchema.parse(found.definition));
}

/** The same for something new; the refusal names the field at fault, and what it could be. */
export async function demandVendor(
  transaction: OrganizationTransaction,
  wanted: { readonly organizationId: string; readonly name: string; readonly field: string },
): Promise<Result<Vendor>> {
  const vendor = await resolveVendor(transaction, wanted);
  if (vendor !== null) return done(vendor);
  const own = await listCustomVendors(transaction, wanted.organizationId);
  const names = [
    ...vendors.map(({ name }) => name),
    ...own.filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name),
  ];
  return invalidField(wanted.field, "There is no such vendor.", names);
}
