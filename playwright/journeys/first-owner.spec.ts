import { stripeAgent } from "../harness/agent.ts";
import { expect, PASSWORD, test } from "../harness/test.ts";

test("the first owner goes from an empty installation to a first braked call", async ({ page, product }) => {
  const bare: string[] = [];
  page.on("response", async (response) => {
    const { "x-content-type-options": types, "cross-origin-opener-policy": opener } = response.headers();
    if (types !== "nosniff" || opener !== "same-origin") bare.push(response.url());
  });
  await page.goto(product.dashboardUrl);
  await page.waitForURL("**/set-up");
  await page.getByLabel("Set-up code").fill("wrong-code");
  await page.getByLabel("Organization", { exact: true }).fill("First");
  await page.getByLabel("Your e-mail").fill("first@example.com");
  await page.getByLabel("Your name").fill("First Owner");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up Keybrake" }).click();
  await expect(
    page
      .getByText(/code/i)
      .filter({ hasText: /not|wrong|another/i })
      .first(),
  ).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("First Owner");

  await page.getByLabel("Set-up code").fill(product.setUpCode);
  await page.getByRole("button", { name: "Set up Keybrake" }).click();
  await page.waitForURL(`${product.dashboardUrl}/`);
  await expect(page.getByRole("heading", { name: "A first braked call" })).toBeVisible();
  await page.getByRole("button", { name: "Add the sandbox's" }).click();
  await expect(
    page.getByRole("listitem").filter({ hasText: "Add a credential" }).getByLabel("Done:"),
  ).toBeVisible();

  await page.getByRole("link", { name: "Issue a key" }).first().click();
  await page.getByLabel("Agent and run").fill("billing/first_run");
  await page.getByLabel("Search the vendor's endpoints").fill("payment_intents");
  await page
    .getByRole("option", { name: /POST \/v1\/payment_intents(?!\/)/ })
    .first()
    .click();
  await page.getByLabel("A day, in US dollars").fill("50");
  await page.getByRole("button", { name: "Issue the key" }).click();
  const secret = (await page.locator("code", { hasText: /^vk_[0-9A-Za-z]{38}$/ }).textContent()) ?? "";

  const agent = stripeAgent(product, secret);
  const watching = await page.context().newPage();
  await watching.goto(product.dashboardUrl);
  const step = (title: string) =>
    watching.getByRole("listitem").filter({ hasText: title }).getByLabel("Done:");
  await expect(step("Issue a vault key")).toBeVisible();
  await expect(step("Make a call")).toHaveCount(0);
  await agent.paymentIntents.create({ amount: 3_000, currency: "usd" });
  await expect(step("Make a call")).toBeVisible();
  await expect(agent.paymentIntents.create({ amount: 3_000, currency: "usd" })).rejects.toMatchObject({
    code: "denied_daily_cap",
  });

  await expect(watching.getByText("Denied: daily cap").first()).toBeVisible();
  await page.getByRole("button", { name: "Done, show the run" }).click();
  await page.getByRole("button", { name: "Close without copying" }).click();
  await page.waitForURL("**/runs/billing/first_run");
  await expect(page.getByText("Daily cap", { exact: false }).first()).toBeVisible();
  await page.goto(product.dashboardUrl);
  await expect(page.getByText("billing/first_run").first()).toBeVisible();
  expect(bare, "answers without the headers that every answer bears").toEqual([]);
});
