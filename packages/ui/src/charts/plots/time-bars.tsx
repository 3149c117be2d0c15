import { Bar, BarChart, type BarShapeProps, CartesianGrid, XAxis, YAxis } from "recharts";
import { PLOT_HEIGHT, type Plot } from "../chart-frame.tsx";
import type { Measure } from "../measure.ts";
import type { Row, Series } from "../series.ts";
import { timeTicks } from "../time-ticks.ts";
import { CURSOR, FADED, GRID, LAST_LABEL_PX, NARROW_PX, TICK, VALUE_AXIS_PX } from "./axis.ts";
import { PlotTooltip } from "./plot-tooltip.tsx";
import { usePick } from "./use-pick.tsx";

/** Below this, lines between bars and within them would take more room than the bars. */
const ROOMY_PX = 6;

interface TimeBarsProps extends Plot {
  readonly label: string;
  readonly measure: Measure;
  readonly zone: string;
  readonly interval: "hour" | "day";
  readonly onSelect?: ((startsAt: string, series: Series | null) => void) | undefined;
}

/** Stacked bars over time, one colour a series. Nothing moves, so there is nothing to be still for those who ask. */
export default function TimeBars(props: TimeBarsProps) {
  const { dataset, pointed, width, label, measure, zone, interval, onSelect } = props;
  const { rows, series } = dataset;
  const step = (width - VALUE_AXIS_PX - LAST_LABEL_PX) / rows.length;
  const starts = rows.map(({ key }) => key);
  const ticks = timeTicks(starts, zone, interval, step * rows.length);
  const labels = new Map(ticks.map((tick) => [tick.startsAt, tick.label]));
  const roomy = step >= ROOMY_PX;
  const { box, probe, onSeries } = usePick((x) => starts[Math.floor((x - VALUE_AXIS_PX) / step)], onSelect);

  return (
    <div {...box}>
      <BarChart
        width={width}
        height={PLOT_HEIGHT}
        data={rows}
        title={`${label}. Arrow keys read it bar by bar; the table has every figure.`}
        margin={{ top: 8, right: LAST_LABEL_PX, bottom: 0, left: 0 }}
        barCategoryGap={roomy ? "18%" : 0}
        stackOffset="sign"
      >
        <CartesianGrid vertical={false} {...GRID} />
        <XAxis
          dataKey="key"
          ticks={ticks.map(({ startsAt }) => startsAt)}
          tickFormatter={(startsAt) => labels.get(startsAt) ?? ""}
          interval={0}
          tick={TICK}
          tickLine={false}
          axisLine={GRID}
          height={24}
        />
        <YAxis
          width={VALUE_AXIS_PX}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          tickFormatter={measure.axis}
          allowDecimals={measure.unit === "USD"}
        />
        <PlotTooltip
          series={series}
          measure={measure}
          cursor={CURSOR}
          selects={onSelect !== undefined}
          topFirst
          top={width < NARROW_PX ? PLOT_HEIGHT : undefined}
        />
        {series.map((one, index) => (
          <Bar
            key={one.key}
            stackId="all"
            dataKey={(row: Row) => row.values[index] ?? 0}
            name={one.name}
            fill={one.colour}
            fillOpacity={pointed === null || pointed === one.key ? 1 : FADED}
            shape={roomy ? apart : touching}
            isAnimationActive={false}
            onClick={onSeries(one)}
          />
        ))}
        {probe}
      </BarChart>
    </div>
  );
}

const touching = (bar: BarShapeProps) => <Segment bar={bar} gap={0} />;
const apart = (bar: BarShapeProps) => <Segment bar={bar} gap={1} />;

/** A gap between two series tells them apart without colour; a thin segment keeps all it has. */
function Segment({ bar, gap }: { readonly bar: BarShapeProps; readonly gap: number }) {
  const height = Math.abs(bar.height);
  return (
    <rect
      x={bar.x}
      y={Math.min(bar.y, bar.y + bar.height)}
      width={bar.width}
      height={height > 3 ? height - gap : height}
      fill={bar.fill}
      fillOpacity={bar.fillOpacity}
    />
  );
}
