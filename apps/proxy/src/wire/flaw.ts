/** Why a request is refused for its form alone, whoever sent it. */
export interface Flaw {
  /** 400, or 405, 408, 411, 413, 414, 415, 417, 431, 505 where that says it better. */
  readonly status: number;
  /** One word for the counter of refusals that were made before a key could be read. */
  readonly reason: string;
  /** A sentence for whoever wrote the client. */
  readonly message: string;
  /** The connection cannot be trusted to stand at the start of the next request: answer and close. */
  readonly closes: boolean;
}

export function flaw(reason: string, message: string, status = 400): Flaw {
  return { status, reason, message, closes: false };
}

/** A flaw of framing: two readers of these bytes may disagree where the request ends. */
export function framingFlaw(reason: string, message: string, status = 400): Flaw {
  return { status, reason, message, closes: true };
}
