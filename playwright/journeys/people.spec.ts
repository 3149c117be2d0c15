import { invite } from "../harness/invite.ts";
import { expect, makeOrganization, type Organization, signIn, test } from "../harness/test.ts";

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
