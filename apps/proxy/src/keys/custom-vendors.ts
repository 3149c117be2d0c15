import { createHash } from "node:crypto";
import type { VaultKeyRecord } from "@keybrake/database";
import type { CustomVendor } from "@keybrake/policy";
import { createCustomVendor, findVendor, type Vendor } from "@keybrake/vendors";
import { BoundedMap } from "../bounded-map.ts";

const VENDORS_MAX = 2_000;

/** The vendors that organizations defined, each made once from the definition that its keys pin. */
export class CustomVendors {
  readonly #byDefinition = new BoundedMap<string, Vendor>(VENDORS_MAX);

  /**
   * Undefined where key and definition name different vendors, or a built-in one, whose prices no definition may replace:
   * such a key is served nothing.
   */
  of({ organizationId, vendor: name }: VaultKeyRecord, definition: CustomVendor): Vendor | undefined {
    if (definition.name !== name || findVendor(name) !== undefined) return undefined;
    const text = JSON.stringify(definition, (_key, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    const hash = createHash("sha256").update(`${organizationId} ${text}`).digest("base64");
    let vendor = this.#byDefinition.get(hash);
    if (vendor === undefined) {
      vendor = createCustomVendor(definition);
      this.#byDefinition.set(hash, vendor);
    }
    return vendor;
  }
}
