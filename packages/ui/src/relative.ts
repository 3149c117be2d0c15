const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  { until: MINUTE, unit: SECOND, name: "s" },
  { until: HOUR, unit: MINUTE, name: "min" },
  { until: 2 * DAY, unit: HOUR, name: "h" },
  { until: Number.POSITIVE_INFINITY, unit: DAY, name: "d" },
];

/**
 * `now`, `12 s ago`, `in 3 min`. What is left of a key's life is rounded down, never up: nobody may be told that
 * there is time which there is not.
 */
export function relative(at: number, now: number): string {
  const distance = Math.abs(at - now);
  if (distance < SECOND) return "now";
  const step = STEPS.find(({ until }) => distance < until);
  if (step === undefined) throw new RangeError(`Not a moment: ${at}`);
  const figure = `${Math.floor(distance / step.unit)} ${step.name}`;
  return at > now ? `in ${figure}` : `${figure} ago`;
}
