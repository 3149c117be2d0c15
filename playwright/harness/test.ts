import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { test as base, type Page } from "@playwright/test";
import { z } from "zod";
import { inherited } from "./env.ts";
import { type Product, readProduct } from "./product.ts";
import { Rest } from "./rest.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const initAnswer = z.object({ organization_id: z.string(), service_token: z.string() });

export const PASSWORD = "correct horse battery staple";

/** An organization that nobody else uses, with its owner and an orchestrator. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly ownerEmail: string;
  readonly rest: Rest;
}

interface Fixtures {
  readonly product: Product;
  /** A new organization, by the command that people without a browser use. */
  readonly organization: Organization;
  /** The owner of `organization`, signed in, on the overview. */
  readonly ownerPage: Page;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from the pattern
  product: async ({}, use) => use(readProduct()),
  organization: async ({ product }, use) => use(await makeOrganization(product)),
  ownerPage: async ({ page, product, organization }, use) => {
    await signIn(page, product, organization.ownerEmail);
    await use(page);
  },
});

export { expect } from "@playwright/test";

/** @param email of somebody who is to own this one as well; else of somebody new. */
export async function makeOrganization(product: Product, email?: string): Promise<Organization> {
  const tag = randomBytes(4).toString("hex");
  const [name, ownerEmail] = [`Acme ${tag}`, email ?? `owner-${tag}@example.com`];
  const options = ["--organization", name, "--owner-email", ownerEmail, "--owner-password", PASSWORD];
  const { stdout } = await run(
    process.execPath,
    [join(root, "scripts/run.mjs"), "keybrake", "init", ...options],
    {
      cwd: root,
      env: { ...inherited, KEYBRAKE_DATA_DIR: product.dataFolder },
    },
  );
  const { organization_id, service_token } = initAnswer.parse(JSON.parse(stdout));
  return { id: organization_id, name, ownerEmail, rest: new Rest(product.dashboardUrl, service_token) };
}

export async function signIn(
  page: Page,
  product: Product,
  email: string,
  password = PASSWORD,
): Promise<void> {
  await page.goto(`${product.dashboardUrl}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${product.dashboardUrl}/`);
}
