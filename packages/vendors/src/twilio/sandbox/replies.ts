import type { Movement } from "../../sandbox.ts";

/** A JSON object as Twilio writes it. */
export type WireObject = Readonly<Record<string, unknown>>;

export interface Reply {
  readonly status: number;
  readonly sid: string | null;
  /** Null where there is none (204). */
  readonly body: WireObject | null;
  readonly executed: boolean;
  readonly movements: readonly Movement[];
}

const NOTHING: readonly Movement[] = [];

export function success(
  status: number,
  body: WireObject | null,
  movements: readonly Movement[] = NOTHING,
): Reply {
  const sid = typeof body?.sid === "string" ? body.sid : null;
  return { status, sid, body, executed: true, movements };
}

/** https://www.twilio.com/docs/api/errors */
export function refused(status: number, code: number, message: string): Reply {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  return { status, sid: null, body, executed: false, movements: NOTHING };
}

export const notFound = (path: string): Reply =>
  refused(404, 20404, `The requested resource ${path.slice(0, 512)} was not found`);

export const missingField = (name: string): Reply =>
  refused(400, 20001, `Missing required parameter ${name} in the post body`);

export const out = (micros: bigint): Movement => ({ direction: "out", currency: "usd", micros });
export const back = (micros: bigint): Movement => ({ direction: "back", currency: "usd", micros });
