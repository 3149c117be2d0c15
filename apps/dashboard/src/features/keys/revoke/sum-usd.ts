import { formatUsd, parseUsd } from "@keybrake/policy";

/** Exact, as the server reckons; a sum of floats would not be. */
export function sumUsd(amounts: readonly string[]): string {
  return formatUsd(
    amounts.reduce((sum, amount) => {
      const usd = parseUsd(amount);
      if (!usd.ok) throw new RangeError(`Not an amount: ${amount}`);
      return sum + usd.value;
    }, 0n),
  );
}
