import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test.ts";

/** What a form is given, at which of its fields it must say what is wrong, and in which words. */
interface BadInput {
  readonly form: string;
  readonly path: string;
  /** The button that opens it; absent where it stands on the page. */
  readonly opens?: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly submit: string;
  readonly wrong: string;
  readonly says: RegExp;
}

const FORMS: readonly BadInput[] = [
  {
    form: "issue a key",
    path: "/keys/new",
    typed: { "Agent and run": "billing/run_9", "A day, in US dollars": "fifty", "Expires in": "3h" },
    submit: "Issue the key",
    wrong: "A day, in US dollars",
    says: /plain digits/,
  },
  {
    form: "add a credential",
    path: "/credentials",
    opens: "Add a credential",
    typed: { Label: "Billing, restricted", "API key": "not a key" },
    submit: "Seal and add",
    wrong: "API key",
    says: /sk_|rk_/,
  },
  {
    form: "make a policy",
    path: "/policies/new",
    typed: { Name: "Refund bot", "A day, in US dollars": "-5", "At most": "3h" },
    submit: "Make the policy",
    wrong: "A day, in US dollars",
    says: /dollars|decimal|number/i,
  },
  {
    form: "invite a member",
    path: "/members",
    opens: "Invite",
    typed: { "E-mail": "nobody at example" },
    submit: "Make the invitation",
    wrong: "E-mail",
    says: /@|address|e-?mail/i,
  },
  {
    form: "make an organization",
    path: "/organizations/new",
    typed: { Organization: "   " },
    submit: "Make the organization",
    wrong: "Organization",
    says: /./,
  },
  {
    form: "the organization's settings",
    path: "/settings",
    typed: { "Highest daily cap, in US dollars": "ten thousand", "Live vault keys": "500" },
    submit: "Save",
    wrong: "Highest daily cap, in US dollars",
    says: /dollars|decimal|number/i,
  },
  {
    form: "the margin",
    path: "/settings",
    typed: { "Margin, in percent": "2.555" },
    submit: "Save",
    wrong: "Margin, in percent",
    says: /at most two decimals/,
  },
  {
    form: "change the password",
    path: "/account",
    opens: "Change password",
    typed: { "Present password": "not this one at all", "New password": "another long passphrase" },
    submit: "Change the password",
    wrong: "Present password",
    says: /password/i,
  },
  {
    form: "make a service token",
    path: "/members?tab=tokens",
    opens: "New service token",
    typed: { Name: "   " },
    submit: "Make the token",
    wrong: "Name",
    says: /./,
  },
];

/** Whatever anybody changed, as the activity log has it. */
async function activity(page: Page, dashboardUrl: string): Promise<string> {
  const answer = await page.request.get(`${dashboardUrl}/exports/activity`);
  expect(answer.status()).toBe(200);
  return answer.text();
}

test("no form takes what is wrong: it says so at the field, loses nothing typed, and saves nothing", async ({
  ownerPage: page,
  product,
  organization,
}) => {
  test.setTimeout(180_000);
  await organization.rest.addSandboxCredential();
  const before = await activity(page, product.dashboardUrl);
  for (const { form, path, opens, typed, submit, wrong, says } of FORMS) {
    await test.step(form, async () => {
      await page.goto(product.dashboardUrl + path);
      if (opens !== undefined) await page.getByRole("button", { name: opens }).first().click();
      const field = (label: string) => page.getByLabel(label, { exact: true });
      for (const [label, text] of Object.entries(typed)) await field(label).fill(text);
      const around = page.locator("form").filter({ has: field(wrong) });
      await around.getByRole("button", { name: submit, exact: true }).click();
      await expect(field(wrong)).toHaveAttribute("aria-invalid", "true");
      await expect(field(wrong)).toHaveAccessibleDescription(says);
      for (const [label, text] of Object.entries(typed)) await expect(field(label)).toHaveValue(text);
    });
  }
  expect(await activity(page, product.dashboardUrl)).toBe(before);
});
