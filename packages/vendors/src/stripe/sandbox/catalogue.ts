import { balanceRoutes } from "./balance.ts";
import { chargeRoutes } from "./charge-routes.ts";
import { customerRoutes } from "./customers.ts";
import { disputeRoutes } from "./disputes.ts";
import { eventRoutes } from "./events.ts";
import { paymentIntentRoutes } from "./payment-intent-routes.ts";
import { paymentMethodRoutes } from "./payment-methods.ts";
import { refundRoutes } from "./refunds.ts";
import type { Route } from "./routes.ts";

/** Every endpoint that this sandbox serves. */
export const stripeRoutes: readonly Route[] = [
  ...paymentIntentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...disputeRoutes,
  ...balanceRoutes,
  ...eventRoutes,
];
