/** What a request can cost, as far as the request itself tells. */
export type Cost =
  /** How many recipients each of its emails has, in their order. */
  | { readonly is: "recipients"; readonly each: readonly number[] }
  | { readonly is: "free" }
  /** `why` is a whole sentence, for the person or the model that reads the refusal. */
  | { readonly is: "unknown"; readonly why: string }
  /** Resend would refuse it, or could read it in another way than we do. */
  | { readonly is: "malformed"; readonly why: string };

/** Reckons an endpoint's cost from its body, undefined when there is none. */
export type CostRule = (body: unknown) => Cost;

export const free: Cost = { is: "free" };
export const unknown = (why: string): Cost => ({ is: "unknown", why });
export const malformed = (why: string): Cost => ({ is: "malformed", why });
