export { findVendor, vendors } from "./registry.ts";
export { costsMoney } from "./stripe/money-classes.ts";
export type * from "./vendor.ts";
