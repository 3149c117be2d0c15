import type { Browser, Page, Request } from "@playwright/test";

declare global {
  interface Window {
    firstLoad: { cls: number; lcp: number; longTasks: { start: number; duration: number }[] };
  }
}

/** What a browser that was never here loads and feels; times in milliseconds. */
export interface FirstLoad {
  /** As they come over the wire. */
  readonly scriptBytes: number;
  readonly uncompressed: readonly string[];
  readonly cls: number;
  readonly lcp: number;
  /** What long tasks hold the page up for, over 50 ms each, from the first paint until it is quiet. */
  readonly tbt: number;
}

const QUIET_MS = 1_500;
/** Bytes and shifts are the same on a busy machine, only later. */
const WAIT_MS = 60_000;
const LONG_TASK_MS = 50;

/** Loads the address in a browser with an empty cache and `from`'s session, and measures until nothing more comes. */
export async function measureFirstLoad(
  browser: Browser,
  from: Page,
  url: string,
  viewport: { width: number; height: number },
): Promise<FirstLoad> {
  const context = await browser.newContext({
    viewport,
    storageState: await from.context().storageState(),
  });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const scripts: Promise<{ url: string; bytes: number; isCompressed: boolean }>[] = [];
  let lastAt = Date.now();
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    lastAt = Date.now();
    scripts.push(sizeOf(request));
  });
  await page.goto(url, { timeout: WAIT_MS });
  await page.locator('main [role="status"]').first().waitFor({ state: "detached", timeout: WAIT_MS });
  await page.locator("main .recharts-surface").first().waitFor({ timeout: WAIT_MS });
  while (Date.now() - lastAt < QUIET_MS) await page.waitForTimeout(100);
  const loaded = await Promise.all(scripts);
  const felt = await page.evaluate(() => ({
    ...window.firstLoad,
    fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  }));
  await context.close();
  return {
    scriptBytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0),
    uncompressed: loaded.filter(({ isCompressed }) => !isCompressed).map((script) => script.url),
    cls: felt.cls,
    lcp: Math.round(felt.lcp),
    tbt: felt.longTasks
      .filter(({ start }) => start >= felt.fcp)
      .reduce((sum, { duration }) => sum + Math.round(duration) - LONG_TASK_MS, 0),
  };
}

async function sizeOf(request: Request) {
  const { responseBodySize } = await request.sizes();
  const coding = await (await request.response())?.headerValue("content-encoding");
  return { url: request.url(), bytes: responseBodySize, isCompressed: coding != null };
}

/** Runs in the page, before anything of its own. */
function observe(): void {
  const felt: Window["firstLoad"] = { cls: 0, lcp: 0, longTasks: [] };
  window.firstLoad = felt;
  const on = (type: string, hear: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true });
  on("layout-shift", (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!shift.hadRecentInput) felt.cls += shift.value;
  });
  on("largest-contentful-paint", ({ startTime }) => {
    felt.lcp = startTime;
  });
  on("longtask", ({ startTime, duration }) => felt.longTasks.push({ start: startTime, duration }));
}
