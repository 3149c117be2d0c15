import type { OrganizationTransaction } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { vendorName } from "../../fields/text.ts";
import { done, invalidField, type Result } from "../../problems.ts";
import { readTerms, type TermsInput, termFields } from "../vault-keys/terms.ts";
import { demandVendor } from "../vendors/resolve-vendor.ts";

/** What a version of a policy holds; strict, so that a rule which this program does not know is never left out. */
export const policyRules = z.strictObject({ vendor: vendorName, ...termFields }).partial();

/** What somebody writes into a policy: for one vendor, whose catalogue its endpoints are read against. */
export const policyRulesInput = policyRules.required({ vendor: true });

/** Rules as they are stored and shown: in the words of a request for a key, amounts as decimal strings. */
export type StoredPolicyRules = Readonly<Record<string, string | number | readonly string[]>>;

/** Checks rules as a request for a key would be, and writes them in their canonical form. */
export async function checkPolicyRules(
  transaction: OrganizationTransaction,
  organizationId: string,
  input: z.output<typeof policyRulesInput>,
): Promise<Result<StoredPolicyRules>> {
  const { vendor: name, ...wanted } = input;
  const found = await demandVendor(transaction, { organizationId, name, field: "rules.vendor" });
  if (!found.ok) return found;
  const vendor = found.value;
  if (Object.values(wanted).every((term) => term === undefined)) {
    return invalidField("rules", "A policy without any rule says nothing.");
  }
  if ((input.stripe_accounts?.length ?? 0) > 0 && name !== "stripe") {
    return invalidField("rules.stripe_accounts", `${vendor.title} has no connected Stripe accounts.`);
  }
  // The organization's longest time is held to when a key is issued: it may be raised or lowered by then.
  const terms = readTerms(wanted, { catalogue: vendor.catalogue, maxExpiryMs: Number.MAX_SAFE_INTEGER });
  if (!terms.ok) {
    const errors = terms.problem.errors.map((error) => ({ ...error, path: `rules.${error.path}` }));
    return { ok: false, problem: { ...terms.problem, errors } };
  }
  return done({ vendor: name, ...writeTerms(wanted, terms.value.allowedEndpoints) });
}

function writeTerms(wanted: TermsInput, allowedEndpoints: readonly string[] | undefined): StoredPolicyRules {
  const written = Object.entries({ ...wanted, allowed_endpoints: allowedEndpoints }).flatMap(
    ([name, term]) =>
      term === undefined ? [] : [[name, typeof term === "bigint" ? formatUsd(term) : term] as const],
  );
  return Object.fromEntries(written);
}
