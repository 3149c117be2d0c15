import type { Page } from "@playwright/test";
import { stripeAgent } from "../harness/agent.ts";
import { exportCalls } from "../harness/export.ts";
import { invite } from "../harness/invite.ts";
import { expect, type Organization, test } from "../harness/test.ts";

const PAGES = ["/keys", "/keys/new", "/runs/billing/run_1", "/policies", "/policies/new", "/credentials"];
const MORE_PAGES = ["/members", "/members?tab=tokens", "/settings", "/audit"];
/** Whatever changes something begins with one of these; what stands disabled is offered to nobody. */
const CHANGES =
  /^(Issue|Revoke|Add|Rotate|Disable|Invite|New |Make|Save|Archive|Edit|Rename|Remove|Set|Resolve|Change)/;

async function changesOffered(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator('main [role="status"]').first().waitFor({ state: "detached" });
  const offers = page.locator("main").locator("button:enabled, a[href]").filter({ hasText: CHANGES });
  return (await offers.allTextContents()).map((text) => `${url}: ${text}`);
}

async function payAndOverspend(
  organization: Organization,
  agents: readonly ReturnType<typeof stripeAgent>[],
) {
  for (const agent of agents) {
    for (const amount of [1_025, 2_050, 4_000]) {
      await agent.paymentIntents
        .create({ amount, currency: "usd", confirm: true, payment_method: "pm_card_visa" })
        .catch(() => null);
    }
  }
  const { data } = await organization.rest.get("/audit-log?agent_name=billing");
  return data as readonly { readonly id: string; readonly cost_usd: string }[];
}

test.setTimeout(120_000);

test("an auditor exports what is filtered on the screen, and is offered nothing that changes", async ({
  ownerPage,
  browser,
  product,
  organization,
}) => {
  await organization.rest.addSandboxCredential();
  const agents = [];
  for (const run of ["billing/run_1", "support/run_1"]) {
    const { secret } = await organization.rest.issue({ agent_run_label: run });
    agents.push(stripeAgent(product, secret));
  }
  const calls = await payAndOverspend(organization, agents);
  expect(calls).toHaveLength(3);
  await ownerPage.goto(`${product.dashboardUrl}/members`);
  const auditor = await invite(
    ownerPage,
    browser,
    "Auditor",
    `auditor-${organization.id.slice(-6)}@example.com`,
  );

  await auditor.goto(`${product.dashboardUrl}/audit?agent_name=billing`);
  await expect(auditor.getByText("3 calls", { exact: true })).toBeVisible();
  await expect(auditor.getByText("$30.75").first()).toBeVisible();
  const { rows, sum } = await exportCalls(auditor);
  expect(rows.map((row) => row.slice(0, 36))).toEqual(calls.map(({ id }) => id));
  expect(sum).toBeCloseTo(30.75, 6);

  const offered: string[] = [];
  for (const path of [...PAGES, ...MORE_PAGES])
    offered.push(...(await changesOffered(auditor, product.dashboardUrl + path)));
  expect(offered).toEqual([]);
  // Nor is what no button offers.
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
