import type { Page } from "@playwright/test";
import { startOwnVendor } from "../harness/own-vendor.ts";
import type { Product } from "../harness/product.ts";
import { expect, test } from "../harness/test.ts";

const secret = "acme_secret_0123456789";

// Four forms in one journey.
test.describe.configure({ timeout: 180_000 });

test("a vendor that somebody defines is priced, capped and audited like any other", async ({
  ownerPage: page,
  product,
}) => {
  const vendor = await startOwnVendor(product);
  try {
    await define(page, product);
    await addCredential(page, product);
    const vaultKey = await issueKey(page, product);

    const send = (path: string, init: RequestInit) =>
      fetch(`http://127.0.0.1:${product.proxyPort}${path}`, {
        ...init,
        headers: { "x-acme-key": vaultKey, "content-type": "application/json" },
      });
    const charge = (value: number) =>
      send("/acme-mail/v1/charges", {
        method: "POST",
        body: JSON.stringify({ total: { value, code: "usd" } }),
      });
    expect((await charge(1_250)).status).toBe(200);
    expect(vendor.requests).toHaveLength(1);
    expect(vendor.requests[0]).toMatchObject({ method: "POST", url: "/v1/charges" });
    expect(vendor.requests[0]?.headers["x-acme-key"]).toBe(secret);
    expect(JSON.stringify(vendor.requests)).not.toContain(vaultKey);

    const refused = await charge(900);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: "denied_daily_cap" } });
    const unlisted = await send("/acme-mail/v1/secrets", { method: "GET" });
    expect(unlisted.status).toBe(403);
    expect(vendor.requests).toHaveLength(1);

    await page.goto(`${product.dashboardUrl}/audit?vendor=acme-mail`);
    await expect(page.getByText("$12.50").first()).toBeVisible();
    await expect(page.getByText("POST /v1/charges").first()).toBeVisible();
    await expect(page.getByText(/daily cap/i).first()).toBeVisible();
  } finally {
    await vendor.close();
  }
});

async function define(page: Page, product: Product): Promise<void> {
  await page.goto(`${product.dashboardUrl}/vendors`);
  await page.getByRole("link", { name: "Define a vendor" }).first().click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("stripe");
  await page.getByLabel("Title").fill("Acme Mail");
  await page.getByLabel("Address").fill("https://169.254.169.254");
  await page.getByText("A header of its own").click();
  await page.getByLabel("Header", { exact: true }).fill("X-Acme-Key");
  await page.getByLabel("Path").fill("/v1/charges");
  await page.getByRole("button", { name: /A call costs/ }).click();
  await page.getByRole("option", { name: "What the request says" }).click();
  await page.getByLabel("Field of the amount").fill("total.value");
  await page.getByRole("button", { name: /Its currency is/ }).click();
  await page.getByRole("option", { name: "In a field" }).click();
  await page.getByLabel("Field of the currency").fill("total.code");
  await page.getByRole("button", { name: "Define the vendor" }).click();

  // What was typed stays, and the fields at fault say what is wrong with them.
  await expect(page.getByText("This name is taken by Keybrake itself.")).toBeVisible();
  await expect(page.getByText(/addresses are not taken/)).toBeVisible();
  await expect(page.getByLabel("Field of the amount")).toHaveValue("total.value");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("acme-mail");
  await page.getByLabel("Address").fill("https://api.acme.example");
  await page.getByRole("button", { name: "Define the vendor" }).click();
  await page.waitForURL(`${product.dashboardUrl}/vendors/acme-mail`);
  await expect(page.getByText("total.value, in minor units, currency in total.code")).toBeVisible();
}

async function addCredential(page: Page, product: Product): Promise<void> {
  await page.goto(`${product.dashboardUrl}/credentials`);
  await page.getByRole("button", { name: "Add a credential" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Vendor/ }).click();
  await page.getByRole("option", { name: "Acme Mail" }).click();
  await dialog.getByLabel("Label").fill("Acme, test account");
  await dialog.getByLabel("Secret").fill(secret);
  await dialog.getByText("Nothing real: a test account").click();
  await dialog.getByRole("button", { name: "Seal and add" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Acme, test account").first()).toBeVisible();
}

async function issueKey(page: Page, product: Product): Promise<string> {
  await page.goto(`${product.dashboardUrl}/keys/new`);
  await page.getByLabel("Agent and run").fill("mailer/run_1");
  await page.getByLabel("Search the vendor's endpoints").fill("charges");
  await page
    .getByRole("option", { name: /POST \/v1\/charges/ })
    .first()
    .click();
  await page.getByLabel("A day, in US dollars").fill("20");
  await page.getByRole("button", { name: "Issue the key" }).click();
  await expect(page.getByRole("heading", { name: "The vault key, shown this once" })).toBeVisible();
  const vaultKey = /vk_[0-9A-Za-z]{38}/.exec((await page.getByRole("dialog").textContent()) ?? "")?.[0];
  if (vaultKey === undefined) throw new Error("the dialog shows no key");
  return vaultKey;
}
