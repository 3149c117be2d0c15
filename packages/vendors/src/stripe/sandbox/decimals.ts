const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/;
const SCALE = 12;

/**
 * An exact product of decimal strings of at most 12 places, rounded to an integer, halves away from zero; null when
 * one of them is no such decimal. Stripe prices fractions of a cent (`unit_amount_decimal`) and fractions of a piece
 * (`quantity_decimal`); floats would lose them.
 */
export function multiplyDecimals(left: string, right: string): number | null {
  const a = scaled(left);
  const b = scaled(right);
  if (a === null || b === null) return null;
  const one = 10n ** BigInt(2 * SCALE);
  const product = a * b;
  const half = product < 0n ? -one / 2n : one / 2n;
  const rounded = Number((product + half) / one);
  return Number.isSafeInteger(rounded) ? rounded : null;
}

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

function scaled(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = ""] = match;
  return BigInt(`${sign}${whole}${fraction.padEnd(SCALE, "0")}`);
}
