/** Millionths of a currency's major unit, from an amount as a person or a JSON number writes it; null for none. */
export function microsOf(amount: unknown): bigint | null {
  const text = typeof amount === "number" ? String(amount) : amount;
  if (typeof text !== "string" || !/^\s*[+-]?\d{1,14}(?:\.\d{1,6})?\s*$/.test(text)) return null;
  const [whole = "", decimals = ""] = text.trim().replace(/^[+-]/, "").split(".");
  const micros = BigInt(whole) * 1_000_000n + BigInt(decimals.padEnd(6, "0"));
  return text.trim().startsWith("-") ? -micros : micros;
}

/** As Shopify writes amounts: at least one decimal, no needless zeros after it. */
export function decimalOf(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const decimals = (size % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return `${micros < 0n ? "-" : ""}${size / 1_000_000n}.${decimals === "" ? "0" : decimals}`;
}
