import type { Measure } from "./measure.ts";
import { sum } from "./measure.ts";
import { type Dataset, type Series, totalOf } from "./series.ts";

interface DataTableProps {
  readonly dataset: Dataset;
  readonly measure: Measure;
  readonly caption: string;
  /** What a row is of: "Hour", "Endpoint". */
  readonly rowHeading: string;
  readonly onSelect?: ((rowKey: string, series: Series | null) => void) | undefined;
  /** Each row already holds the ones before it: there is nothing to add up at the foot. */
  readonly cumulative: boolean;
}

const CELL = "px-2 py-1 text-right whitespace-nowrap tabular-nums";

/** The chart for those who read rather than look: the same rows, the same series, every figure exact. */
export function DataTable({ dataset, measure, caption, rowHeading, onSelect, cumulative }: DataTableProps) {
  const { series, rows } = dataset;
  const withTotal = series.length > 1;
  return (
    <table className="w-full border-separate border-spacing-0 text-xs">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-ink-muted [&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:border-line [&>th]:bg-surface [&>th]:font-medium">
          <th scope="col" className="px-2 py-1 text-left">
            {rowHeading}
          </th>
          {series.map(({ key, name }) => (
            <th key={key} scope="col" className={CELL}>
              <bdi>{name}</bdi>
            </th>
          ))}
          {withTotal ? (
            <th scope="col" className={CELL}>
              Total
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="[&>*]:border-b [&>*]:border-line">
            <th scope="row" className="px-2 py-1 text-left font-normal whitespace-nowrap text-ink">
              <RowName name={row.name} onSelect={onSelect && (() => onSelect(row.key, null))} />
            </th>
            {series.map(({ key }, index) => (
              <td key={key} className={CELL}>
                {measure.exact(row.values[index] ?? 0)}
              </td>
            ))}
            {withTotal ? <td className={`${CELL} font-medium`}>{measure.exact(sum(row.values))}</td> : null}
          </tr>
        ))}
      </tbody>
      {cumulative ? null : <Totals dataset={dataset} measure={measure} withTotal={withTotal} />}
    </table>
  );
}

function RowName({ name, onSelect }: { readonly name: string; readonly onSelect: (() => void) | undefined }) {
  if (onSelect === undefined) return <bdi>{name}</bdi>;
  return (
    <button type="button" onClick={onSelect} className="cursor-pointer text-accent hover:underline">
      <bdi>{name}</bdi>
    </button>
  );
}

function Totals(props: {
  readonly dataset: Dataset;
  readonly measure: Measure;
  readonly withTotal: boolean;
}) {
  const totals = props.dataset.series.map((_, index) => totalOf(props.dataset, index));
  return (
    <tfoot>
      <tr className="font-medium [&>*]:sticky [&>*]:bottom-0 [&>*]:border-t [&>*]:border-line [&>*]:bg-surface">
        <th scope="row" className="px-2 py-1 text-left font-medium">
          Total
        </th>
        {props.dataset.series.map(({ key }, index) => (
          <td key={key} className={CELL}>
            {props.measure.exact(totals[index] ?? 0)}
          </td>
        ))}
        {props.withTotal ? <td className={CELL}>{props.measure.exact(sum(totals))}</td> : null}
      </tr>
    </tfoot>
  );
}
