import { findPolicy, type OrganizationTransaction } from "@keybrake/database";
import { z } from "zod";
import type { OperationContext } from "../../context.ts";
import { done, invalidField, type Result } from "../../problems.ts";
import { policyRules } from "../policies/policy-rules.ts";
import { readTerms, type Terms, type TermsLimits } from "./terms.ts";

export interface NamedPolicy {
  readonly id: string;
  readonly version: number;
  readonly terms: Terms;
}

/** Reads a policy by name or id at its newest version, as it stands for a key of this vendor. */
export async function readPolicy(
  transaction: OrganizationTransaction,
  context: OperationContext,
  wanted: { readonly policy: string; readonly vendor: string; readonly limits: TermsLimits },
): Promise<Result<NamedPolicy>> {
  const isId = z.uuid().safeParse(wanted.policy).success;
  const named = isId ? { id: wanted.policy } : { name: wanted.policy };
  const found = await findPolicy(transaction, context.organizationId, named);
  if (found === null) return invalidField("policy", "No policy has this name or id.");

  const { vendor, ...termsInput } = policyRules.parse(found.rules);
  if (vendor !== undefined && vendor !== wanted.vendor) {
    return invalidField("policy", `This policy is for ${vendor}.`);
  }
  // A policy may allow more than the organization does by now; the organization's maxima are held to afterwards.
  const terms = readTerms(termsInput, { ...wanted.limits, maxExpiryMs: Number.MAX_SAFE_INTEGER });
  if (!terms.ok) return invalidField("policy", `This policy cannot be used: ${terms.problem.detail}`);
  return done({ id: found.id, version: found.version, terms: terms.value });
}
