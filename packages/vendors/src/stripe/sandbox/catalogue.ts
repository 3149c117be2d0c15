import { balanceRoutes } from "./balance.ts";
import { chargeRoutes } from "./charge-routes.ts";
import { checkoutSessionRoutes } from "./checkout-sessions.ts";
import { customerRoutes } from "./customers.ts";
import { disputeRoutes } from "./disputes.ts";
import { eventRoutes } from "./events.ts";
import { fileRoutes } from "./files.ts";
import { invoiceItemRoutes } from "./invoice-items.ts";
import { invoiceRoutes } from "./invoice-routes.ts";
import { outboundPaymentRoutes } from "./outbound-payments.ts";
import { paymentIntentRoutes } from "./payment-intent-routes.ts";
import { paymentLinkRoutes } from "./payment-links.ts";
import { paymentMethodRoutes } from "./payment-methods.ts";
import { payoutRoutes } from "./payouts.ts";
import { priceRoutes } from "./prices.ts";
import { productRoutes } from "./products.ts";
import { refundRoutes } from "./refunds.ts";
import type { Route } from "./routes.ts";
import { subscriptionItemRoutes } from "./subscription-item-routes.ts";
import { subscriptionRoutes } from "./subscription-routes.ts";
import { topupRoutes } from "./topups.ts";
import { transferRoutes } from "./transfers.ts";

/** Every endpoint that this sandbox serves. */
export const stripeRoutes: readonly Route[] = [
  ...paymentIntentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...disputeRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...subscriptionRoutes,
  ...subscriptionItemRoutes,
  ...transferRoutes,
  ...payoutRoutes,
  ...topupRoutes,
  ...checkoutSessionRoutes,
  ...paymentLinkRoutes,
  ...fileRoutes,
  ...outboundPaymentRoutes,
  ...balanceRoutes,
  ...eventRoutes,
];
