/** What a test card does when it is charged. */
export type CardBehaviour =
  | { readonly kind: "approves"; readonly disputed: boolean }
  | { readonly kind: "authenticates" }
  | {
      readonly kind: "declines";
      readonly code: string;
      readonly declineCode: string | null;
      readonly message: string;
    };

export interface Card {
  readonly brand: string;
  readonly last4: string;
  readonly behaviour: CardBehaviour;
}

const brands: Readonly<Record<string, readonly [brand: string, last4: string]>> = {
  visa: ["visa", "4242"],
  visa_debit: ["visa", "5556"],
  mastercard: ["mastercard", "4444"],
  mastercard_debit: ["mastercard", "3222"],
  mastercard_prepaid: ["mastercard", "5100"],
  amex: ["amex", "8431"],
  discover: ["discover", "9424"],
  diners: ["diners", "3237"],
  jcb: ["jcb", "0505"],
  unionpay: ["unionpay", "0005"],
};

const declined = (code: string, declineCode: string | null, message: string): CardBehaviour => ({
  kind: "declines",
  code,
  declineCode,
  message,
});

const DECLINED = "Your card was declined.";

const behaviours: Readonly<Record<string, CardBehaviour>> = {
  chargeDeclined: declined("card_declined", "generic_decline", DECLINED),
  chargeDeclinedInsufficientFunds: declined(
    "card_declined",
    "insufficient_funds",
    "Your card has insufficient funds.",
  ),
  chargeDeclinedLostCard: declined("card_declined", "lost_card", DECLINED),
  chargeDeclinedStolenCard: declined("card_declined", "stolen_card", DECLINED),
  chargeDeclinedFraudulent: declined("card_declined", "fraudulent", DECLINED),
  chargeDeclinedExpiredCard: declined("expired_card", null, "Your card has expired."),
  chargeDeclinedIncorrectCvc: declined("incorrect_cvc", null, "Your card's security code is incorrect."),
  chargeDeclinedProcessingError: declined(
    "processing_error",
    null,
    "An error occurred while processing your card. Try again in a little bit.",
  ),
  authenticationRequired: { kind: "authenticates" },
  threeDSecure2Required: { kind: "authenticates" },
  threeDSecureRequired: { kind: "authenticates" },
  createDispute: { kind: "approves", disputed: true },
};

const APPROVES: CardBehaviour = { kind: "approves", disputed: false };

/**
 * Stripe's named test cards (docs.stripe.com/testing): `pm_card_…` or `tok_…`, followed by a brand (`visa`) or by a
 * behaviour (`chargeDeclined`, `authenticationRequired`, `createDispute`), which may name a brand before it
 * (`visa_chargeDeclined`).
 */
export function namedTestCard(id: string): Card | undefined {
  const name = /^(?:pm_card_|tok_)(.+)$/.exec(id)?.[1];
  if (name === undefined) return undefined;
  const branded = own(brands, name);
  if (branded !== undefined) return { brand: branded[0], last4: branded[1], behaviour: APPROVES };
  const behaviour = own(behaviours, name.replace(/^visa_/, ""));
  return behaviour && { brand: "visa", last4: "0002", behaviour };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
