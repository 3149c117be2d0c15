/**
 * What this Twilio takes, in micro-dollars, by the beginning of a number: its own table, apart from the price book of the
 * connector, and so that a number taken for another country's shows. The longest beginning counts.
 */
interface Rate {
  readonly country: string;
  /** Per segment, with what carriers add. */
  readonly sms: bigint;
  readonly mms: bigint | null;
  /** Per minute. */
  readonly call: bigint;
  readonly whatsapp: bigint;
}

const rates: ReadonlyArray<readonly [beginning: string, rate: Rate]> = [
  ["+1", { country: "US", sms: 11_900n, mms: 23_000n, call: 14_000n, whatsapp: 30_000n }],
  ["+1416", { country: "CA", sms: 16_500n, mms: 28_000n, call: 14_000n, whatsapp: 30_000n }],
  ["+1876", { country: "JM", sms: 254_900n, mms: null, call: 340_000n, whatsapp: 60_000n }],
  ["+1809", { country: "DO", sms: 91_000n, mms: null, call: 120_000n, whatsapp: 60_000n }],
  ["+44", { country: "GB", sms: 52_400n, mms: null, call: 380_000n, whatsapp: 71_000n }],
  ["+447797", { country: "JE", sms: 130_000n, mms: null, call: 900_000n, whatsapp: 71_000n }],
  ["+49", { country: "DE", sms: 112_500n, mms: null, call: 320_000n, whatsapp: 141_000n }],
  ["+61", { country: "AU", sms: 51_500n, mms: null, call: 112_000n, whatsapp: 70_000n }],
  ["+62", { country: "ID", sms: 450_000n, mms: null, call: 180_000n, whatsapp: 50_000n }],
  ["+7", { country: "RU", sms: 700_000n, mms: null, call: 400_000n, whatsapp: 90_000n }],
  ["+77", { country: "KZ", sms: 900_000n, mms: null, call: 500_000n, whatsapp: 90_000n }],
  ["+91", { country: "IN", sms: 83_200n, mms: null, call: 49_700n, whatsapp: 19_000n }],
];

/** The rate of a number; null where this account may not send to. */
export function rateOf(number: string): Rate | null {
  const fitting = rates.filter(([beginning]) => number.startsWith(beginning));
  return fitting.sort(([one], [other]) => other.length - one.length)[0]?.[1] ?? null;
}

export const rateOfCountry = (country: string): Rate | null =>
  rates.find(([, rate]) => rate.country === country)?.[1] ?? null;

export const countries: readonly string[] = rates.map(([, { country }]) => country);

/** What else it takes. */
export const fees = {
  failedMessage: 1_000n,
  clientMinute: 4_000n,
  recordingMinute: 2_500n,
  conferenceMinute: 1_800n,
  machineDetection: 7_500n,
  /** For whatever instructions do beside speaking and waiting: they may ring anybody. */
  furtherCalls: 5_000_000n,
  verification: 50_000n,
  silentVerification: 55_000n,
} as const;

export const numberMonth: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {
  US: { local: 1_150_000n, "toll free": 2_150_000n },
  CA: { local: 1_150_000n },
  GB: { local: 1_150_000n, mobile: 1_150_000n },
  AU: { local: 3_000_000n, mobile: 6_500_000n },
};

export const lookupPackages: Readonly<Record<string, bigint>> = {
  validation: 0n,
  caller_name: 10_000n,
  line_type_intelligence: 8_000n,
  sim_swap: 80_000n,
  identity_match: 100_000n,
  sms_pumping_risk: 25_000n,
};

/** As Twilio writes what was taken: `-0.00790`. */
export function negativePrice(micros: bigint): string {
  const text = micros.toString().padStart(7, "0");
  return `-${text.slice(0, -6)}.${text.slice(-6).replace(/0$/, "")}`;
}

export const positivePrice = (micros: bigint): string => negativePrice(micros).slice(1);
