export { findVendor, vendors } from "./registry.ts";
export type * from "./vendor.ts";
