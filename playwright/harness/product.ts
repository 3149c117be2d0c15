import { z } from "zod";
import { readShared, writeShared } from "./env.ts";

const schema = z.object({
  dashboardUrl: z.string(),
  proxyPort: z.number(),
  /** Where test credentials of a vendor `acme-mail` that somebody defines are sent: a journey listens there. */
  ownVendorPort: z.number(),
  sandboxUrl: z.string(),
  dataFolder: z.string(),
  /** What `npm start` printed for the first owner; good until somebody has used it. */
  setUpCode: z.string(),
});

/** Where the product under test runs. */
export type Product = z.output<typeof schema>;

export function writeProduct(product: Product): void {
  writeShared(JSON.stringify(product));
}

export function readProduct(): Product {
  return schema.parse(JSON.parse(readShared()));
}
