/** A JSON object as Stripe writes it. */
export type WireObject = Readonly<Record<string, unknown>>;

/**
 * What a handler came to. The body is made when it is written: it reads only rows that never change, so a replay under
 * an idempotency key writes the same bytes again without the sandbox keeping them.
 */
export interface Reply {
  readonly status: number;
  readonly id: string | null;
  readonly body: () => WireObject;
  /** Kept under the idempotency key: Stripe does so once execution has begun, whatever came of it. */
  readonly saved: boolean;
  readonly executed: boolean;
}

export interface StripeError {
  readonly type: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error" | "rate_limit";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: () => WireObject;
}

export function success(id: string | null, body: () => WireObject): Reply {
  return { status: 200, id, body, saved: true, executed: true };
}

/** A request that never came to execution: nothing is kept under its idempotency key. */
export function refused(status: number, error: StripeError): Reply {
  return { status, id: null, body: () => errorBody(error), saved: false, executed: false };
}

/** A parameter that is missing, malformed or out of range: 400. */
export function invalid(param: string, code: string, message: string): Reply {
  return refused(400, { type: "invalid_request_error", code, message, param });
}

/** The object's present state does not allow it: 400, found out during execution, so it is kept and repeated. */
export function impossible(code: string, message: string, param?: string): Reply {
  const error: StripeError = { type: "invalid_request_error", code, message, ...(param && { param }) };
  return { status: 400, id: null, body: () => errorBody(error), saved: true, executed: false };
}

/** The bank said no: 402. The attempt was made, so it counts as executed, but nothing moved. */
export function cardRefused(id: string | null, error: Omit<StripeError, "type">): Reply {
  return {
    status: 402,
    id,
    body: () => errorBody({ ...error, type: "card_error" }),
    saved: true,
    executed: true,
  };
}

/** A path names an object that this account does not have. */
export function missing(object: string, id: string): Reply {
  return refused(404, { ...noSuch(object, id), param: "id" });
}

/** A parameter names an object that this account does not have. */
export function missingIn(param: string, object: string, id: string): Reply {
  return refused(400, { ...noSuch(object, id), param });
}

function noSuch(object: string, id: string): StripeError {
  return {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${object}: '${id.slice(0, 128)}'`,
  };
}

function errorBody(error: StripeError): WireObject {
  const { code, payment_intent: paymentIntent, ...rest } = error;
  const docUrl = code && `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
  return {
    error: {
      ...(code && { code, doc_url: docUrl }),
      ...rest,
      ...(paymentIntent && { payment_intent: paymentIntent() }),
    },
  };
}
