import type { VaultKeyStanding } from "@keybrake/database";

/** What each cap leaves, never below zero; null where there is no such cap. */
export function capsLeft(key: VaultKeyStanding) {
  return {
    day: leftOf(key.dailyCapMicros, key.daySpentMicros + key.dayHeldMicros),
    run: leftOf(key.runCapMicros, key.runSpentMicros + key.runHeldMicros),
  };
}

function leftOf(cap: bigint | null, used: bigint): bigint | null {
  if (cap === null) return null;
  return used < cap ? cap - used : 0n;
}

/**
 * What the key may still spend now, by the tightest of its caps; null when it has none. Nothing is left to a key that is
 * dead, or that a vendor charged more than it held: its priced calls are refused.
 */
export function leftMicros(key: VaultKeyStanding): bigint | null {
  const { day, run } = capsLeft(key);
  if (day === null && run === null) return null;
  if (key.state !== "active" || key.overageMicros > 0n) return 0n;
  if (day === null || run === null) return day ?? run;
  if (day < run) return day;
  return run;
}
