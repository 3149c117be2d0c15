import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";

/** Presses "Export CSV" and reads the file that comes: its rows, and the sum of what they cost in dollars. */
export async function exportCalls(
  page: Page,
): Promise<{ readonly rows: readonly string[]; readonly sum: number }> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  if (!csv.endsWith("\r\n")) throw new Error("the file's last row has no end");
  const [header = "", ...rows] = csv.trimEnd().split("\r\n");
  const cost = header.split(",").indexOf("cost_usd");
  // Nothing before the cost is quoted in what journeys make.
  const sum = rows.reduce((total, row) => total + Number(row.split(",")[cost]), 0);
  return { rows, sum };
}
