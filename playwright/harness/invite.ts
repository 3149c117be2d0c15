import type { Browser, Page } from "@playwright/test";
import { PASSWORD } from "./test.ts";

/** Has an owner, on the page of members, invite somebody, and that person accept in a browser of their own. */
export async function invite(owner: Page, browser: Browser, role: string, email: string): Promise<Page> {
  await owner.getByRole("button", { name: "Invite" }).first().click();
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByText(role, { exact: true }).last().click();
  await owner.getByRole("button", { name: "Make the invitation" }).click();
  const link = (await owner.locator("code", { hasText: "/invitation#" }).textContent()) ?? "";
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill("New Person");
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/");
  return page;
}
