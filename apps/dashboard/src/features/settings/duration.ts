const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
type Unit = keyof typeof SECONDS;

/** `24h` in seconds, written as a vault key's `expires_in`; null for what is not one. */
export function parseDuration(text: string): number | null {
  const [, digits, unit] = /^([1-9][0-9]{0,7})(s|m|h|d)$/.exec(text.trim()) ?? [];
  return digits === undefined ? null : Number(digits) * SECONDS[unit as Unit];
}

/** In the largest unit that divides it; up to two days people count in hours. */
export function formatDuration(seconds: number): string {
  const unit =
    seconds % SECONDS.d === 0 && seconds > 2 * SECONDS.d
      ? "d"
      : (["h", "m"] as const).find((larger) => seconds % SECONDS[larger] === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / SECONDS[unit]}${unit}`;
}
