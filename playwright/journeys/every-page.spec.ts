import { stripeAgent } from "../harness/agent.ts";
import { seriousViolations } from "../harness/axe.ts";
import { expect, test } from "../harness/test.ts";

const PAGES = [
  "/",
  "/agents",
  "/agents/billing",
  "/audit",
  "/keys",
  "/keys/new",
  "/runs/billing/run_1",
  "/policies",
  "/policies/new",
  "/credentials",
  "/vendors",
  "/vendors/new",
  "/members",
  "/activity",
  "/settings",
  "/account",
  "/organizations/new",
];

test.describe.configure({ timeout: 240_000 });

test("no page has a serious violation in light or dark, or anything that overflows a phone", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  const texts = await organization.rest.post("/credentials", {
    vendor: "twilio",
    label: "Texts",
    sandbox: true,
  });
  const { id, secret } = await organization.rest.issue();
  const agent = stripeAgent(product, secret);
  for (const amount of [1_000, 2_000, 9_000]) {
    await agent.paymentIntents.create({ amount, currency: "usd" }).catch(() => null);
  }
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  for (const path of [...PAGES, `/keys/${id}`, `/credentials/${texts.id}/prices`]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(product.dashboardUrl + path);
    // Not "networkidle": the live connection never is. What is loading says so.
    await page.locator('main [role="status"]:not(:empty)').first().waitFor({ state: "detached" });
    for (const theme of ["light", "dark"]) {
      await page.evaluate((wanted) => {
        document.documentElement.dataset.theme = wanted;
      }, theme);
      for (const violation of await seriousViolations(page))
        complaints.push(`${path} (${theme}): ${violation}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) complaints.push(`${path} is ${overflow} px wider than a phone`);
  }
  expect(complaints).toEqual([]);
});
