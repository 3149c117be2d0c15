import { stripeAgent } from "../harness/agent.ts";
import { expect, test } from "../harness/test.ts";

const tenDollars = { amount: 1_000, currency: "usd" } as const;
/** A quiet machine takes about half a second; a test machine is not quiet. */
const ARRIVAL_MS_MAX = 3_000;

test("a call arrives on the screen within a second, and a key revoked there is refused at once", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  const { id, secret } = await organization.rest.issue({ agent_run_label: "billing/live_run" });
  const agent = stripeAgent(product, secret);
  await page.goto(product.dashboardUrl);
  await expect(page.getByText("No call has come yet.")).toBeVisible();

  const sentAt = Date.now();
  await agent.paymentIntents.create(tenDollars);
  await expect(
    page.getByRole("link", { name: /billing\/live_run.*POST \/v1\/payment_intents/s }),
  ).toBeVisible({
    timeout: 5_000,
  });
  const tookMs = Date.now() - sentAt;
  console.log(`a call was on the screen ${tookMs} ms after it was sent`);
  expect(tookMs).toBeLessThan(ARRIVAL_MS_MAX);

  await page.goto(`${product.dashboardUrl}/keys/${id}`);
  await page.getByRole("button", { name: "Revoke", exact: false }).first().click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByText(/The key is revoked/)).toBeVisible();
  await expect(agent.paymentIntents.create(tenDollars)).rejects.toMatchObject({ code: "denied_revoked" });
});

test("the picker finds an endpoint, and a bad form keeps what was typed and says what is wrong", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  await page.goto(`${product.dashboardUrl}/keys/new`);
  await page.getByLabel("Agent and run").fill("no slash here");
  await page.getByLabel("Search the vendor's endpoints").fill("refunds");
  await page
    .getByRole("option", { name: /POST \/v1\/refunds(?!\/)/ })
    .first()
    .click();
  await page.getByLabel("A day, in US dollars").fill("12.5");
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByLabel("Agent and run")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("A day, in US dollars")).toHaveValue("12.5");
  await page.getByLabel("Agent and run").fill("support/run_7");
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByRole("heading", { name: "The vault key, shown this once" })).toBeVisible();
  const { data } = (await organization.rest.get("/vault-keys?agent_run_id=support%2Frun_7")) as {
    data: { allowed_endpoints: string[]; daily_usd_cap: string }[];
  };
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ allowed_endpoints: ["POST /v1/refunds"], daily_usd_cap: "12.5" });
});
