import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DataTable } from "./data-table.tsx";
import { sum, USD } from "./measure.ts";
import { type Dataset, totalOf } from "./series.ts";

const dollars = fc.integer({ min: 0, max: 1e12 }).map((micros) => micros / 1e6);
const datasets: fc.Arbitrary<Dataset> = fc.integer({ min: 1, max: 9 }).chain((width) =>
  fc
    .array(fc.array(dollars, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 })
    .map((rows) => ({
      series: Array.from({ length: width }, (_, index) => ({
        key: `s${index}`,
        name: `Series ${index}`,
        colour: "red",
      })),
      rows: rows.map((values, index) => ({ key: String(index), name: `Row ${index}`, values })),
    })),
);

function cellsOf(dataset: Dataset, cumulative: boolean): readonly (readonly string[])[] {
  const markup = renderToStaticMarkup(
    <DataTable dataset={dataset} measure={USD} caption="Spend" rowHeading="Hour" cumulative={cumulative} />,
  );
  const rows = markup.match(/<tr.*?<\/tr>/g) ?? [];
  return rows.map((row) =>
    (row.match(/<t[hd].*?<\/t[hd]>/g) ?? []).map((cell) => cell.replace(/<.*?>/g, "")),
  );
}

test("the table has every series, every row and every figure that the chart is drawn from, and their totals", () => {
  fc.assert(
    fc.property(datasets, (dataset) => {
      const several = dataset.series.length > 1;
      const line = (name: string, values: readonly number[]) => [
        name,
        ...values.map(USD.exact),
        ...(several ? [USD.exact(sum(values))] : []),
      ];
      const totals = dataset.series.map((_, index) => totalOf(dataset, index));
      expect(cellsOf(dataset, false)).toEqual([
        ["Hour", ...dataset.series.map(({ name }) => name), ...(several ? ["Total"] : [])],
        ...dataset.rows.map(({ name, values }) => line(name, values)),
        line("Total", totals),
      ]);
    }),
    { numRuns: 50 },
  );
});

test("rows that already hold the ones before them are not added up again", () => {
  const rows = [1, 2, 3].map((value) => ({ key: String(value), name: `Row ${value}`, values: [value] }));
  const dataset = { series: [{ key: "spent", name: "Spent", colour: "red" }], rows };
  expect(cellsOf(dataset, true).map(([name]) => name)).toEqual(
    ["Time", ...rows.map(({ name }) => name)].with(0, "Hour"),
  );
});
