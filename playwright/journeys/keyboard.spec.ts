import type { Page } from "@playwright/test";
import { stripeAgent } from "../harness/agent.ts";
import { allowClipboard, readClipboard } from "../harness/issue-key.ts";
import { KeyboardOnly } from "../harness/keyboard.ts";
import { expect, type Organization, PASSWORD, test } from "../harness/test.ts";

const RUN = "keyboard/run_1";

interface Hands {
  readonly page: Page;
  readonly keys: KeyboardOnly;
  readonly organization: Organization;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

async function signInByKeys({ page, keys, organization }: Hands, dashboardUrl: string): Promise<void> {
  await page.goto(`${dashboardUrl}/sign-in`);
  await keys.type(page.getByLabel("E-mail"), organization.ownerEmail);
  await keys.type(page.getByLabel("Password"), PASSWORD);
  await keys.key("Enter");
  await page.waitForURL(`${dashboardUrl}/`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

const palette = (page: Page) => page.getByRole("combobox", { name: "Jump to" });

/** Closed without choosing, it leads back to where one was. */
async function lookAtPalette({ page, keys }: Hands): Promise<void> {
  const opener = button(page, /^Jump to/).first();
  await keys.tabTo(opener);
  await keys.key("ControlOrMeta+K");
  await keys.seesFocusOn(palette(page));
  await keys.key("Escape");
  await keys.seesFocusOn(opener);
}

async function goByPalette({ page, keys }: Hands, name: string, path: string): Promise<void> {
  await keys.key("ControlOrMeta+K");
  await keys.seesFocusOn(palette(page));
  await page.keyboard.type(name);
  await expect(page.getByRole("option", { name: new RegExp(name, "i") }).first()).toBeVisible();
  await keys.key("Enter");
  await page.waitForURL(`**${path}`);
}

async function issueAndCopy({ page, keys }: Hands): Promise<void> {
  await keys.press(page.getByRole("link", { name: "Issue a key" }).first());
  await page.waitForURL("**/keys/new");
  await keys.type(page.getByLabel("Agent and run"), RUN);
  await keys.type(page.getByLabel("Search the vendor's endpoints"), "/v1/refunds");
  await keys.choose(page.getByRole("option", { name: /POST \/v1\/refunds(?!\/)/ }).first());
  // Ctrl A was pressed in the search, and was the text's alone.
  const chosen = page.getByRole("list", { name: "Chosen endpoints" }).getByRole("listitem");
  await expect(chosen).toHaveText([/^POST \/v1\/refunds/]);
  await keys.type(page.getByLabel("A day, in US dollars"), "12.5");
  await keys.press(button(page, "Issue the key"));
  const copy = button(page, "Copy the vault key");
  await keys.seesFocusOn(copy);
  await keys.key("Enter");
  await expect(copy.getByText("Copied")).toBeVisible();
  expect(await readClipboard(page)).toMatch(/^vk_[0-9A-Za-z]{38}$/);
  await keys.press(button(page, "Done, show the run"));
  await page.waitForURL(`**/runs/${RUN}`);
}

async function revoke({ page, keys }: Hands): Promise<void> {
  const opener = button(page, new RegExp(`^Revoke .* of ${RUN}$`));
  await keys.press(opener);
  await expect(button(page, "Revoke the key")).toBeFocused();
  await keys.key("Escape");
  await keys.seesFocusOn(opener);
  await keys.key("Enter");
  await keys.press(button(page, "Revoke the key"));
  await expect(page.getByText(/The key is revoked since/)).toBeVisible();
  await keys.press(button(page, "Close"));
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
}

async function filterAndLookAtACall({ page, keys }: Hands): Promise<void> {
  const others = page.getByText("support/run_1").filter({ visible: true });
  await expect(others.first()).toBeVisible();
  await keys.type(page.getByLabel("Text in the calls"), "billing");
  await expect(page).toHaveURL(/text=billing/);
  await expect(others).toHaveCount(0);
  const row = page.locator("button[data-call]:visible").first();
  await keys.press(row);
  const drawer = page.getByRole("dialog", { name: "One call" });
  await expect(drawer.getByText("billing/run_1").first()).toBeVisible();
  await expect.poll(() => drawer.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await keys.key("Escape");
  await expect(drawer).toHaveCount(0);
  await keys.seesFocusOn(row);
}

async function darkenAndSignOut({ page, keys, organization }: Hands): Promise<void> {
  const own = button(page, `Signed in as ${organization.ownerEmail}`);
  await keys.press(own);
  await keys.choose(page.getByRole("menuitem", { name: "Theme: dark" }));
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await keys.seesFocusOn(own);
  await keys.key("Enter");
  await keys.choose(page.getByRole("menuitem", { name: "Sign out" }));
  await page.waitForURL("**/sign-in");
}

// Some hundred keys are pressed, and what each did is waited for.
test.setTimeout(120_000);

test("everything from signing in to signing out can be done with keys alone, and the focus is always seen", async ({
  page,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  for (const run of ["billing/run_1", "support/run_1"]) {
    const { secret } = await organization.rest.issue({ agent_run_label: run });
    await stripeAgent(product, secret).paymentIntents.create({ amount: 1_000, currency: "usd" });
  }
  await allowClipboard(page, product);
  const hands = { page, keys: new KeyboardOnly(page), organization };
  await signInByKeys(hands, product.dashboardUrl);
  await lookAtPalette(hands);
  await goByPalette(hands, "Vault keys", "/keys");
  await issueAndCopy(hands);
  await goByPalette(hands, "Vault keys", "/keys");
  await revoke(hands);
  await goByPalette(hands, "Audit log", "/audit");
  await filterAndLookAtACall(hands);
  await darkenAndSignOut(hands);
});
