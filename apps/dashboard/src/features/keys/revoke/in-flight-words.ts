import { formatUsd } from "@keybrake/ui";

export function plural(count: number, one: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : `${one}s`}`;
}

/** `3 calls in flight, up to $420.00 held` */
export function inFlightWords(total: number, heldUsd: string): string {
  if (total === 0) return "Nothing is in flight";
  return `${plural(total, "call")} in flight, up to ${formatUsd(heldUsd)} held`;
}
