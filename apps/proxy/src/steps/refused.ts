import type { Refusal, StatelessVerdict } from "@keybrake/policy";
import type { Endpoint, PricedRequest } from "@keybrake/vendors";
import type { Call } from "../call.ts";
import type { KnownKey } from "../keys/known-keys.ts";
import { printable } from "../printable.ts";
import type { Flaw } from "../wire/flaw.ts";
import type { Authenticated } from "./authenticate.ts";

/** A recognised call that will not be sent. It still goes through the ledger, which writes its row. */
export interface Refused {
  readonly ok: false;
  readonly call: Call;
  readonly key: KnownKey;
  readonly refusal: Refusal<StatelessVerdict>;
  /** Catalogue name, or the escaped raw target. */
  readonly endpoint: string;
  readonly body: Buffer | null;
  readonly audit: PricedRequest["audit"];
  readonly requestedMicros: bigint | null;
  /** The endpoint that the key may not use, where the catalogue has it: what was asked of it can still be read. */
  readonly asked: AskedEndpoint | null;
}

export interface AskedEndpoint {
  readonly endpoint: Endpoint;
  /** Without the vendor's prefix. */
  readonly path: string;
}

const ENDPOINT_LENGTH_MAX = 200;

export interface RefusedFacts {
  readonly refusal: Refusal<StatelessVerdict>;
  readonly endpoint?: string;
  readonly body?: Buffer;
  readonly audit?: PricedRequest["audit"];
  readonly requestedMicros?: bigint;
  readonly asked?: AskedEndpoint;
}

/** A refusal of `call`, with what is known of it so far. */
export function refused({ call, key }: Pick<Authenticated, "call" | "key">, facts: RefusedFacts): Refused {
  return {
    ok: false,
    call,
    key,
    refusal: facts.refusal,
    endpoint: facts.endpoint ?? printable(`${call.method} ${call.path}`, ENDPOINT_LENGTH_MAX),
    body: facts.body ?? null,
    audit: facts.audit ?? {},
    requestedMicros: facts.requestedMicros ?? null,
    asked: facts.asked ?? null,
  };
}

export function refusalOfFlaw(flaw: Flaw): Refusal<StatelessVerdict> {
  return { verdict: "denied_request", message: flaw.message, status: flaw.status };
}
