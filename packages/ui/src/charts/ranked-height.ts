export const ROW_PX = 40;
export const AXIS_PX = 24;

/** Known before the drawing is loaded, so that its place can be kept. */
export function rankedHeight(rows: number): number {
  return rows * ROW_PX + AXIS_PX;
}
