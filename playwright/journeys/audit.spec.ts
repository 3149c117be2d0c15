import { stripeAgent } from "../harness/agent.ts";
import { exportCalls } from "../harness/export.ts";
import { expect, signIn, test } from "../harness/test.ts";

test("what is filtered is in the address, and the export's rows and sum are the screen's", async ({
  ownerPage: page,
  browser,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  const [billing, support] = [
    await organization.rest.issue({ agent_run_label: "billing/run_1" }),
    await organization.rest.issue({ agent_run_label: "support/run_1" }),
  ];
  const pay = (secret: string, amount: number) =>
    stripeAgent(product, secret)
      .paymentIntents.create({ amount, currency: "usd", confirm: true, payment_method: "pm_card_visa" })
      .catch(() => null);
  for (const amount of [1_000, 1_250, 2_000, 9_000]) await pay(billing.secret, amount);
  await pay(support.secret, 500);

  await page.goto(`${product.dashboardUrl}/audit?agent_name=billing`);
  await expect(page.getByText("billing/run_1").first()).toBeVisible();
  await expect(page.getByText("support/run_1")).toHaveCount(0);
  await expect(page.getByText("$42.50").first()).toBeVisible();

  const context = await browser.newContext();
  const colleague = await context.newPage();
  await signIn(colleague, product, organization.ownerEmail);
  await colleague.goto(page.url());
  await expect(colleague.getByText("$42.50").first()).toBeVisible();
  await expect(colleague.getByText("support/run_1")).toHaveCount(0);
  await context.close();

  const { rows, sum } = await exportCalls(page);
  expect(rows).toHaveLength(4);
  expect(sum).toBeCloseTo(42.5, 6);
});
