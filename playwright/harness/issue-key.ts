import type { Page } from "@playwright/test";
import type { Product } from "./product.ts";

interface KeyToIssue {
  readonly run: string;
  readonly endpoint: string;
  readonly dailyUsd: string;
}

/** Issues a key as a person does, and @returns what the button that copies it left on the clipboard. */
export async function issueInBrowser(page: Page, product: Product, key: KeyToIssue): Promise<string> {
  await page.goto(`${product.dashboardUrl}/keys/new`);
  await page.getByLabel("Agent and run").fill(key.run);
  await chooseEndpoint(page, key.endpoint);
  await page.getByLabel("A day, in US dollars").fill(key.dailyUsd);
  await page.getByRole("button", { name: "Issue the key" }).click();
  await page.getByRole("button", { name: "Copy the vault key" }).click();
  await page.getByRole("button", { name: "Copy the vault key" }).getByText("Copied").waitFor();
  return readClipboard(page);
}

/** Finds an endpoint by its path in the picker and takes it, and not one whose path goes on. */
export async function chooseEndpoint(page: Page, endpoint: string): Promise<void> {
  const [, path = endpoint] = endpoint.split(" ");
  await page.getByLabel("Search the vendor's endpoints").fill(path);
  await page
    .getByRole("option", { name: new RegExp(`${endpoint}(?!/)`) })
    .first()
    .click();
}

export function readClipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What a browser asks a person for before a page may read what was copied. */
export async function allowClipboard(page: Page, product: Product): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], {
    origin: product.dashboardUrl,
  });
}
