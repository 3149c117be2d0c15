import { resend } from "./resend/manifest.ts";
import { shopify } from "./shopify/manifest.ts";
import { stripe } from "./stripe/manifest.ts";
import { twilio } from "./twilio/manifest.ts";
import type { Vendor } from "./vendor.ts";

/** Every built-in vendor; a new one is one more line. */
export const vendors: readonly Vendor[] = [stripe, resend, twilio, shopify];

const byName = new Map(vendors.map((vendor) => [vendor.name, vendor]));

export const findVendor = (name: string): Vendor | undefined => byName.get(name);
