import { stripe } from "./stripe/manifest.ts";
import type { Vendor } from "./vendor.ts";

/** Every built-in vendor; a new one is one more line. */
export const vendors: readonly Vendor[] = [stripe];

const byName = new Map(vendors.map((vendor) => [vendor.name, vendor]));

export const findVendor = (name: string): Vendor | undefined => byName.get(name);
