/** One kind of call that an agent makes, and how often among its others. */
export interface CallKind {
  readonly weight: number;
  /** As in the vendor's catalogue; where it has no path of its own (GraphQL), the method is POST and the path `/`. */
  readonly endpoint: string;
  /** The least and the most that it costs, in cents; null: it moves no money. */
  readonly cents: readonly [least: number, most: number] | null;
  /** What the policy refuses before it knows a price. */
  readonly refused?: "denied_endpoint";
}

/** What becomes of the calls that are admitted, in shares of them; the rest is settled at its price. */
export interface Outcomes {
  /** The vendor refuses, and nothing moved. */
  readonly declined: number;
  /** Of those that move money: they can still be confirmed, so they stay open. */
  readonly accrued: number;
  /** No answer came. */
  readonly unknown: number;
}

/** A vault key as it was issued at a moment of the past. Nobody holds its secret: its hash is of nothing. */
export interface HistoryKey {
  readonly id: string;
  readonly organizationId: string;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly last4: string;
  readonly allowedEndpoints: readonly string[];
  readonly zone: string;
  /** One of the two caps at least. */
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A key and what its agent does with it. */
export interface HistoryRun {
  readonly key: HistoryKey;
  readonly kinds: readonly CallKind[];
  readonly outcomes: Outcomes;
  readonly calls: number;
  /** From the key's issue to the last of its calls, in milliseconds. */
  readonly spanMs: number;
  /** Calls that come in the same moment, as agents make them. */
  readonly burst: readonly [least: number, most: number];
}
