import { useId } from "react";
import { Area, AreaChart, CartesianGrid, getNiceTickValues, ReferenceLine, XAxis, YAxis } from "recharts";
import { Hatch } from "../../hatch.tsx";
import { PLOT_HEIGHT, type Plot } from "../chart-frame.tsx";
import { type Measure, sum } from "../measure.ts";
import type { Row } from "../series.ts";
import { windowTicks } from "../time-ticks.ts";
import { FADED, GRID, LAST_LABEL_PX, NARROW_PX, TICK, VALUE_AXIS_PX } from "./axis.ts";
import { PlotTooltip } from "./plot-tooltip.tsx";
import { usePick } from "./use-pick.tsx";

const CURSOR = { stroke: "var(--ink-muted)" };

interface WindowAreaProps extends Plot {
  readonly label: string;
  readonly measure: Measure;
  readonly zone: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly limit: { readonly value: number; readonly name: string } | null;
  readonly onSelect?: ((at: string) => void) | undefined;
}

/** What has added up so far within a window of known length, under the line that it may not cross. */
export default function WindowArea(props: WindowAreaProps) {
  const { dataset, pointed, width, label, measure, zone, limit, onSelect } = props;
  const { rows, series } = dataset;
  const id = useId();
  const [from, to] = [Date.parse(props.window.from), Date.parse(props.window.to)];
  const plotWidth = width - VALUE_AXIS_PX - LAST_LABEL_PX;
  const ticks = windowTicks(from, to, zone, plotWidth);
  const labels = new Map(ticks.map((tick) => [tick.at, tick.label]));
  const figures = figuresUpTo(rows, limit?.value ?? 0);
  const timeAt = (x: number) => from + ((x - VALUE_AXIS_PX) / plotWidth) * (to - from);
  // The arrow keys' place comes as the axis has it, in milliseconds.
  const keys = new Map(rows.map((row) => [String(timeOf(row)), row.key]));
  const select = onSelect && ((at: string) => onSelect(keys.get(at) ?? at));
  const { box, probe } = usePick((x) => lastBefore(rows, timeAt(x)), select);
  return (
    <div {...box}>
      <AreaChart
        width={width}
        height={PLOT_HEIGHT}
        data={rows}
        title={`${label}. Arrow keys read it point by point; the table has every figure.`}
        margin={{ top: 8, right: LAST_LABEL_PX, bottom: 0, left: 0 }}
      >
        <defs>
          {series.map((one, index) => (
            <Hatch key={one.key} id={`${id}${index}`} colour={one.colour} />
          ))}
        </defs>
        <CartesianGrid vertical={false} {...GRID} />
        <XAxis
          type="number"
          scale="time"
          dataKey={timeOf}
          domain={[from, to]}
          ticks={ticks.map(({ at }) => at)}
          tickFormatter={(at) => labels.get(at) ?? ""}
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
          domain={[0, figures.at(-1) ?? 0]}
          ticks={figures}
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
          <Area
            key={one.key}
            type="stepAfter"
            stackId="all"
            dataKey={(row: Row) => row.values[index] ?? 0}
            name={one.name}
            {...lookOf(one.striped === true, one.colour, `url(#${id}${index})`)}
            {...(pointed === null || pointed === one.key ? {} : { fillOpacity: FADED })}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
        {limit === null ? null : <ReferenceLine {...limitLine(limit)} />}
        {probe}
      </AreaChart>
    </div>
  );
}

function lookOf(striped: boolean, colour: string, stripes: string) {
  if (striped) return { fill: stripes, fillOpacity: 1, stroke: colour, strokeWidth: 0 };
  return { fill: colour, fillOpacity: 0.25, stroke: colour, strokeWidth: 1.5 };
}

function limitLine({ value, name }: { readonly value: number; readonly name: string }) {
  const label = { value: name, position: "insideTopRight", fill: "var(--denied)", fontSize: 11 } as const;
  return { y: value, stroke: "var(--denied)", strokeDasharray: "5 4", label };
}

/** With the cap always in view: how far away it is, is what the chart is for. */
function figuresUpTo(rows: readonly Row[], limit: number): readonly number[] {
  return getNiceTickValues([0, Math.max(limit, ...rows.map(({ values }) => sum(values)))], 5);
}

function timeOf(row: Row): number {
  return Date.parse(row.key);
}

function lastBefore(rows: readonly Row[], time: number): string | undefined {
  return rows.findLast((row) => timeOf(row) <= time)?.key;
}
