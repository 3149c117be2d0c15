import Stripe from "stripe";
import type { Product } from "./product.ts";

/** The official SDK as its documentation has it, but for host, port, protocol and key. */
export function stripeAgent({ proxyPort }: Product, vaultKey: string): Stripe {
  return new Stripe(vaultKey, {
    host: "127.0.0.1",
    port: proxyPort,
    protocol: "http",
    maxNetworkRetries: 0,
  });
}
