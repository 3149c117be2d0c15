import { useId } from "react";
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from "recharts";
import { Hatch } from "../../hatch.tsx";
import type { Plot } from "../chart-frame.tsx";
import { type Measure, sum } from "../measure.ts";
import { AXIS_PX, ROW_PX, rankedHeight } from "../ranked-height.ts";
import type { Row } from "../series.ts";
import { CURSOR, FADED, TICK } from "./axis.ts";
import { PlotTooltip } from "./plot-tooltip.tsx";
import { usePick } from "./use-pick.tsx";

const BAR_PX = 8;
/** The bar stands in the lower part of its row, under its name and figure. */
const BAR_DOWN_PX = 10;
const NAME_PX = 20;

interface RankedBarsProps extends Plot {
  readonly label: string;
  readonly measure: Measure;
  readonly onSelect?: ((rowKey: string) => void) | undefined;
}

/** Bars that lie, each under its own name: long names of endpoints need no room beside them, on a phone neither. */
export default function RankedBars({ dataset, pointed, width, label, measure, onSelect }: RankedBarsProps) {
  const { rows, series } = dataset;
  const id = useId();
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const { box, probe } = usePick((_x, y) => rows[Math.floor(y / ROW_PX)]?.key, onSelect);
  return (
    <div {...box}>
      <BarChart
        layout="vertical"
        width={width}
        height={rankedHeight(rows.length)}
        data={rows}
        title={`${label}. Arrow keys read it bar by bar; the table has every figure.`}
        margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
      >
        <defs>
          {series.map((one, index) => (
            <Hatch key={one.key} id={`${id}${index}`} colour={one.colour} />
          ))}
        </defs>
        <XAxis
          type="number"
          height={AXIS_PX}
          interval={0}
          tick={(tick) => <Figure {...tick} words={measure.axis(tick.payload.value)} />}
          tickLine={false}
          axisLine={false}
          allowDecimals={measure.unit === "USD"}
          tickCount={width < 400 ? 3 : 5}
          padding={{ right: 1 }}
        />
        <YAxis
          type="category"
          dataKey="key"
          width={1}
          interval={0}
          axisLine={false}
          tickLine={false}
          tick={({ y, payload }) => (
            <RowName row={byKey.get(payload.value)} y={Number(y)} width={width} measure={measure} />
          )}
        />
        <PlotTooltip series={series} measure={measure} cursor={CURSOR} selects={onSelect !== undefined} />
        {series.map((one, index) => (
          <Bar
            key={one.key}
            stackId="all"
            dataKey={(row: Row) => row.values[index] ?? 0}
            name={one.name}
            fill={one.striped === true ? `url(#${id}${index})` : one.colour}
            fillOpacity={pointed === null || pointed === one.key ? 1 : FADED}
            barSize={BAR_PX}
            shape={LoweredBar}
            isAnimationActive={false}
          />
        ))}
        {probe}
      </BarChart>
    </div>
  );
}

function LoweredBar({ x, y, width, height, fill, fillOpacity }: BarShapeProps) {
  return (
    <rect
      x={x}
      y={y + BAR_DOWN_PX}
      width={width > 0 ? Math.max(width, 1.5) : 0}
      height={height}
      fill={fill}
      fillOpacity={fillOpacity}
    />
  );
}

interface RowNameProps {
  readonly row: Row | undefined;
  readonly y: number;
  readonly width: number;
  readonly measure: Measure;
}

/** HTML within the drawing, because only HTML can cut a long name off with an ellipsis. */
function RowName({ row, y, width, measure }: RowNameProps) {
  if (row === undefined) return <g />;
  return (
    <foreignObject x={0} y={y - ROW_PX / 2 + 4} width={width} height={NAME_PX}>
      <div className="flex h-5 items-center justify-between gap-3 text-xs text-ink">
        <bdi className="min-w-0 truncate whitespace-pre">{row.name}</bdi>
        <span className="shrink-0 tabular-nums">{measure.exact(sum(row.values))}</span>
      </div>
    </foreignObject>
  );
}

interface FigureProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly index: number;
  readonly visibleTicksCount: number;
  readonly words: string;
}

/** The first and the last figure stand within the drawing, whose edges they would cross if they were centred. */
function Figure({ x, y, index, visibleTicksCount, words }: FigureProps) {
  const anchor = index === 0 ? "start" : index === visibleTicksCount - 1 ? "end" : "middle";
  return (
    <text x={x} y={Number(y) + 10} textAnchor={anchor} {...TICK}>
      {words}
    </text>
  );
}
