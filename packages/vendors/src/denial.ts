/** An answer of the proxy's own, in the vendor's error shape. */
export interface DenialAnswer {
  readonly status: number;
  /** HTTP/1.1 reason phrase: some SDKs show nothing else. */
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the proxy has to say itself: a denial, or a fault that is nobody's policy. */
export interface DenialInput {
  readonly status: number;
  /** The verdict, or `invalid_key`, `ledger_unreachable`, `vendor_unreachable`, `vendor_timeout`, `overloaded`. */
  readonly code: string;
  readonly message: string;
  /** Of the call, with the vendor's prefix if it came with one: some vendors have several error shapes. */
  readonly path: string;
}

/** Of every denial, whatever the vendor: SDKs that try again by themselves are told not to. */
export const denialHeaders: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  "stripe-should-retry": "false",
  "x-should-retry": "false",
};

export const denialReason = (code: string): string => `Keybrake ${code.replaceAll("_", " ")}`;
