import { stripeAgent } from "../harness/agent.ts";
import { chooseEndpoint } from "../harness/issue-key.ts";
import { expect, test } from "../harness/test.ts";

const LOST = /The connection to the dashboard is lost; what you see may be old/;
const BACK = /live again, with what happened meanwhile/;

test("a page that loses the dashboard says so, and when it is back shows what happened meanwhile", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  const { secret } = await organization.rest.issue({ agent_run_label: "billing/unseen" });
  await expect(page.getByText("No call has come yet.")).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText(LOST)).toBeVisible();

  const agent = stripeAgent(product, secret);
  await agent.paymentIntents.create({ amount: 2_300, currency: "usd" });
  await expect(agent.paymentIntents.create({ amount: 9_000, currency: "usd" })).rejects.toMatchObject({
    code: "denied_daily_cap",
  });
  await expect(page.getByRole("link", { name: /billing\/unseen/ })).toHaveCount(0);

  await page.context().setOffline(false);
  await expect(page.getByText(BACK)).toBeVisible();
  await expect(page.getByText(LOST)).toHaveCount(0);
  await expect(page.getByRole("link", { name: /billing\/unseen.*\$23/s })).toBeVisible();
  await expect(page.getByRole("link", { name: /billing\/unseen.*cap/is }).first()).toBeVisible();
  // Live in deed, not only in words: what comes from now on comes by itself.
  await agent.paymentIntents.create({ amount: 1_700, currency: "usd" });
  await expect(page.getByRole("link", { name: /billing\/unseen.*\$17/s })).toBeVisible();
  await expect(page.getByText(BACK)).toHaveCount(0);
});

test("a form sent without a connection says so, keeps what was typed, and issues once when it is back", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  await page.goto(`${product.dashboardUrl}/keys/new`);
  await page.getByLabel("Agent and run").fill("billing/patient");
  await chooseEndpoint(page, "POST /v1/payment_intents");
  await page.getByLabel("A day, in US dollars").fill("12.5");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText(
    "The dashboard does not answer.",
  );
  await expect(page.getByLabel("Agent and run")).toHaveValue("billing/patient");
  await expect(page.getByLabel("A day, in US dollars")).toHaveValue("12.5");
  await expect(page.getByRole("button", { name: "Remove POST /v1/payment_intents" })).toBeVisible();
  const path = "/vault-keys?agent_run_id=billing%2Fpatient";
  expect((await organization.rest.get(path)).data).toEqual([]);

  await page.context().setOffline(false);
  await expect(page.getByText(BACK)).toBeVisible();
  expect((await organization.rest.get(path)).data).toEqual([]);
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByRole("heading", { name: "The vault key, shown this once" })).toBeVisible();
  expect((await organization.rest.get(path)).data).toHaveLength(1);
});
