import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Full dichromacy, after Machado, Oliveira and Fernandes (2009), for linear RGB. */
const SIGHTS: Readonly<
  Record<string, { readonly matrix: Matrix; readonly any: number; readonly neighbours: number }>
> = {
  "full colour vision": {
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    any: 12,
    neighbours: 19,
  },
  protanopia: {
    matrix: [
      [0.152, 1.053, -0.205],
      [0.115, 0.786, 0.099],
      [-0.004, -0.048, 1.052],
    ],
    any: 9,
    neighbours: 10,
  },
  deuteranopia: {
    matrix: [
      [0.367, 0.861, -0.228],
      [0.28, 0.673, 0.047],
      [-0.012, 0.043, 0.969],
    ],
    any: 8.5,
    neighbours: 10,
  },
  tritanopia: {
    matrix: [
      [1.256, -0.077, -0.179],
      [-0.078, 0.931, 0.148],
      [0.005, 0.691, 0.304],
    ],
    any: 7.5,
    neighbours: 10,
  },
};
const SURFACES = { light: ["#ffffff", "#f7f8f8"], dark: ["#171a1c", "#0f1112"] };

const css = readFileSync(new URL("../charts.css", import.meta.url), "utf8");

describe.each(["light", "dark"] as const)("the series' colours, %s", (theme) => {
  const block = css.split(`[data-theme="${theme}"] {`)[1]?.split("}")[0] ?? "";
  const colours = [...block.matchAll(/--series-[^:]+: (#[0-9a-f]{6})/g)].map(([, hex = ""]) => linear(hex));
  const ranked = colours.slice(0, 9);

  test("are nine, and one for all others", () => expect(colours.length).toBe(10));

  test("stand out from what they are drawn on, 3:1 or better", () => {
    for (const surface of SURFACES[theme].map(linear)) {
      for (const colour of colours) expect(contrast(colour, surface)).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Object.entries(SIGHTS))("are told apart with %s", (_, { matrix, any, neighbours }) => {
    const seen = ranked.map((colour) => oklab(see(matrix, colour)));
    for (const [i, one] of seen.entries()) {
      for (const [j, other] of seen.slice(0, i).entries()) {
        expect(distance(one, other), `${j + 1} and ${i + 1}`).toBeGreaterThan(i - j === 1 ? neighbours : any);
      }
    }
  });
});

function linear(hex: string): Rgb {
  const channel = (from: number) => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function dot(row: Rgb, [r, g, b]: Rgb): number {
  return row[0] * r + row[1] * g + row[2] * b;
}

function see(matrix: Matrix, colour: Rgb): Rgb {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return [clamp(dot(matrix[0], colour)), clamp(dot(matrix[1], colour)), clamp(dot(matrix[2], colour))];
}

function oklab(colour: Rgb): Rgb {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], colour));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], colour));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], colour));
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ];
}

/** In hundredths of OKLab, where 2 is just noticed side by side. */
function distance(one: Rgb, other: Rgb): number {
  return 100 * Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function contrast(one: Rgb, other: Rgb): number {
  const luminance = (colour: Rgb) => dot([0.2126, 0.7152, 0.0722], colour);
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
