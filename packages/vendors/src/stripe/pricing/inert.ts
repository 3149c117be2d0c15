import type { FormTree } from "../../form.ts";

/**
 * Whether a body has no other fields than these, so that nothing in it can cost money. A set of allowed values
 * stands where only some of a field's values are inert.
 */
export function hasOnly(body: FormTree, fields: InertFields): boolean {
  for (const [name, value] of body) {
    const allowed = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (allowed === undefined) return false;
    if (allowed !== "any" && (typeof value !== "string" || !allowed.includes(value))) return false;
  }
  return true;
}

export type InertFields = Readonly<Record<string, "any" | readonly string[]>>;

/** Says something about an object, and changes nothing that it does. */
export const labels: InertFields = { expand: "any", metadata: "any", description: "any" };
