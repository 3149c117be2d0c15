const WIDTH = 96;
const HEIGHT = 24;
const GAP = 1;

interface SparklineProps {
  /** One value an interval, oldest first; dollars or counts. */
  readonly values: readonly number[];
  /** What it shows, in words: "Spend an hour over the last 24 h, at most $12.00". */
  readonly label: string;
  /** In place of a drawing, when every value is 0. */
  readonly emptyText?: string | undefined;
}

/** Bars rather than a line: between two hours' spend there is nothing that a line could pass through. */
export function Sparkline({ values, label, emptyText = "None" }: SparklineProps) {
  const highest = Math.max(0, ...values);
  if (highest === 0) return <span className="text-xs text-ink-muted">{emptyText}</span>;
  const step = WIDTH / values.length;
  return (
    <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <title>{label}</title>
      <rect y={HEIGHT - 1} width={WIDTH} height="1" fill="var(--line)" />
      {values.map((value, index) => {
        const height = barHeight(value, highest);
        const place = {
          x: round(index * step),
          y: round(HEIGHT - height),
          width: round(Math.max(1, step - GAP)),
        };
        // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its place in time
        return <rect key={index} {...place} height={round(height)} fill="var(--accent)" />;
      })}
    </svg>
  );
}

/** A little is still something: it gets a pixel, nothing gets none. */
function barHeight(value: number, highest: number): number {
  return value <= 0 ? 0 : Math.max(1.5, (value / highest) * HEIGHT);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
