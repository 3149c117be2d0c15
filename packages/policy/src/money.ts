import { type Parsed, parsed, unparsed } from "./parsed.ts";

const microsPerDollar = 1_000_000n;

/**
 * A billion dollars: no cap and no single amount is larger. Below it a number with six decimals has at most 15
 * significant digits, which a double carries exactly, and a bigint column holds nine thousand such amounts.
 */
export const largestMicros = 1_000_000_000n * microsPerDollar;

const plainUsd = /^(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,6}))?$/;

/**
 * Reads dollars from JSON: a number or a decimal string, at most 6 decimals, from 0 to a billion.
 *
 * A number is read from its shortest decimal form, never multiplied: 0.1 is one tenth, and what arithmetic has
 * already blurred (0.1 + 0.2) has too many decimals and is refused rather than rounded.
 */
export function parseUsd(input: unknown): Parsed<bigint> {
  if (typeof input !== "number" && typeof input !== "string") {
    return unparsed('Write US dollars as a number or a decimal string, such as 12.5 or "12.50".');
  }
  const match = plainUsd.exec(String(input));
  if (match === null) {
    return unparsed(
      'Write US dollars as plain digits with at most 6 decimals, such as 500 or "12.50": no sign, exponent, space or separator.',
    );
  }
  const micros = BigInt(match[1] ?? "") * microsPerDollar + BigInt((match[2] ?? "").padEnd(6, "0"));
  return micros <= largestMicros
    ? parsed(micros)
    : unparsed(`The largest amount is ${formatUsd(largestMicros)} US dollars.`);
}

/** Dollars as a plain decimal string without trailing zeros: `12.5`, `0`, `0.000001`, `-3`. */
export function formatUsd(micros: bigint): string {
  const magnitude = micros < 0n ? -micros : micros;
  const decimals = (magnitude % microsPerDollar).toString().padStart(6, "0").replace(/0+$/, "");
  const whole = `${micros < 0n ? "-" : ""}${magnitude / microsPerDollar}`;
  return decimals === "" ? whole : `${whole}.${decimals}`;
}

/** An amount in a vendor's minor units, and how its currency converts; rate and margin are pinned at issue. */
export interface MinorAmount {
  readonly amountMinor: bigint;
  /** The major unit is 10^exponent minor ones. */
  readonly exponent: number;
  /** Micro-dollars per major unit (1 EUR, 1 JPY). */
  readonly rateMicros: bigint;
  /** Added on top, in hundredths of a percent (500 = 5 %); 0 for dollars. */
  readonly marginBps: number;
}

/**
 * Converts a vendor's integer amount to micro-dollars, exactly and rounded up: a price is an upper bound.
 * @throws {RangeError} on a negative amount, rate or margin, which every caller must have refused before.
 */
export function convertToMicros({ amountMinor, exponent, rateMicros, marginBps }: MinorAmount): bigint {
  if (amountMinor < 0n || rateMicros < 0n || marginBps < 0 || !Number.isInteger(marginBps)) {
    throw new RangeError("cannot convert a negative amount, rate or margin to micro-dollars");
  }
  const numerator = amountMinor * rateMicros * BigInt(10_000 + marginBps);
  return divideUp(numerator, 10_000n * 10n ** BigInt(exponent));
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
