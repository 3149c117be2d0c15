import { PLOT_HEIGHT } from "./chart-frame.tsx";
import { PlotPlace } from "./plot-slot.tsx";

interface ChartSkeletonProps {
  readonly title: string;
  /** Whether the chart that comes will have a legend, which takes one more line. */
  readonly legend?: boolean | undefined;
}

/** As high as a chart over time, while its data is on the way. */
export function ChartSkeleton({ title, legend = true }: ChartSkeletonProps) {
  return (
    <div role="status" className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <div className="pb-3">
        <p className="text-sm font-semibold text-ink">{title}</p>
        <p className="text-xs text-ink-muted">Loading</p>
      </div>
      <PlotPlace height={PLOT_HEIGHT} />
      {legend ? <div aria-hidden="true" className="mt-2 h-7" /> : null}
    </div>
  );
}
