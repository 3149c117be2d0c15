import type { Browser, Page } from "@playwright/test";
import { expect, makeOrganization, type Organization, PASSWORD, signIn, test } from "../harness/test.ts";

/** Has the owner invite somebody, and that person accept in a browser of their own. */
async function invite(owner: Page, browser: Browser, role: string, email: string): Promise<Page> {
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

test("an invited member can issue keys and not touch credentials", async ({
  ownerPage,
  browser,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  await ownerPage.goto(`${product.dashboardUrl}/members`);
  const email = `member-${organization.id.slice(-6)}@example.com`;
  const member = await invite(ownerPage, browser, "Member", email);
  await member.goto(`${product.dashboardUrl}/keys/new`);
  await expect(member.getByRole("button", { name: "Issue the key" })).toBeVisible();
  await member.goto(`${product.dashboardUrl}/credentials`);
  await expect(member.getByText("Sandbox").first()).toBeVisible();
  await expect(member.getByRole("button", { name: /Add|Rotate|Disable/ })).toHaveCount(0);
  await member.context().close();
});

test("an auditor can export, and is offered nothing that changes anything", async ({
  ownerPage,
  browser,
  product,
  organization,
}) => {
  await ownerPage.goto(`${product.dashboardUrl}/members`);
  const email = `auditor-${organization.id.slice(-6)}@example.com`;
  const auditor = await invite(ownerPage, browser, "Auditor", email);
  await auditor.goto(`${product.dashboardUrl}/audit`);
  await expect(auditor.getByRole("button", { name: "Export CSV" })).toBeVisible();
  await auditor.goto(`${product.dashboardUrl}/keys/new`);
  await expect(auditor.getByRole("button", { name: "Issue the key" })).toHaveCount(0);
  const answer = await auditor.evaluate(async () => {
    const response = await fetch("/api/trpc/runs.revoke", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ agent_run_id: "billing/run_1" }),
    });
    return { status: response.status, text: await response.text() };
  });
  expect(answer.status).toBe(403);
  expect(answer.text).toContain("missing_role");
  await auditor.context().close();
});

test("whoever switches organizations sees nothing of the other", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  await organization.rest.issue({ agent_run_label: "secret/run_of_the_first" });
  const other: Organization = await makeOrganization(product, organization.ownerEmail);
  await page.goto(`${product.dashboardUrl}/keys`);
  await expect(page.getByText("secret/run_of_the_first").filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /switch/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(other.name) }).click();
  await expect(page.getByRole("button", { name: new RegExp(`${other.name}, switch`) })).toBeVisible();
  await page.goto(`${product.dashboardUrl}/keys`);
  await expect(page.getByText("secret/run_of_the_first")).toHaveCount(0);
  await page.goto(`${product.dashboardUrl}/runs/secret/run_of_the_first`);
  await expect(page.getByText("No key was ever issued for a run of this name")).toBeVisible();
});

test("signing out everywhere ends the other sessions too", async ({
  ownerPage,
  browser,
  product,
  organization,
}) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, product, organization.ownerEmail);
  await ownerPage.goto(`${product.dashboardUrl}/account`);
  await ownerPage.getByRole("button", { name: "Sign out everywhere" }).click();
  await ownerPage.getByRole("button", { name: "Sign out everywhere" }).last().click();
  await ownerPage.waitForURL("**/sign-in");
  await other.goto(product.dashboardUrl);
  await expect(other).toHaveURL(/sign-in/);
  await context.close();
});
