const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const MICRO_DIGITS = 6;

/**
 * A decimal string as dollars, digit by digit: a float would round what an invoice does not. Cents are always shown,
 * smaller parts only where there are any, two digits at a time, so that columns stay readable.
 */
export function formatUsd(decimal: string): string {
  const { negative, whole, fraction } = readDecimal(decimal);
  const digits = fraction.replace(/0+$/, "");
  const cents = digits.padEnd(Math.max(2, digits.length + (digits.length % 2)), "0");
  const zero = /^0*$/.test(whole + fraction);
  const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ",");
  return `${negative && !zero ? "−" : ""}$${grouped}.${cents}`;
}

/** Whole micro-dollars; what lies below them is cut off, which only shares of a bar may do. */
export function microsOf(decimal: string): bigint {
  const { negative, whole, fraction } = readDecimal(decimal);
  const micros = BigInt(whole + fraction.slice(0, MICRO_DIGITS).padEnd(MICRO_DIGITS, "0"));
  return negative ? -micros : micros;
}

export function decimalOf(micros: bigint): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(MICRO_DIGITS + 1, "0");
  const sign = micros < 0n ? "-" : "";
  return `${sign}${digits.slice(0, -MICRO_DIGITS)}.${digits.slice(-MICRO_DIGITS)}`;
}

function readDecimal(decimal: string) {
  const [, sign = "", whole = "", fraction = ""] = DECIMAL.exec(decimal) ?? [];
  if (whole === "") throw new RangeError(`Not a decimal amount: ${JSON.stringify(decimal)}`);
  return { negative: sign === "-", whole, fraction };
}
