import type { OrganizationLimits, OrganizationTransaction } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import type { Vendor } from "@keybrake/vendors";
import type { OperationContext } from "../../context.ts";
import { done, invalid, type ProblemError, type Result } from "../../problems.ts";
import { narrowPolicy } from "./narrow-policy.ts";
import { type NamedPolicy, readPolicy } from "./read-policy.ts";
import { readTerms, type Terms, type TermsInput } from "./terms.ts";

/** Terms that a key can be issued with: nothing needed is missing, and nothing is above the organization's maxima. */
export interface AgreedTerms {
  readonly expiresInMs: number;
  readonly allowedEndpoints: readonly string[];
  readonly terms: Terms;
  readonly policy: Pick<NamedPolicy, "id" | "version"> | null;
}

/** Works out a key's terms from the request, the policy that it names, and what the organization allows. */
export async function agreeTerms(
  transaction: OrganizationTransaction,
  context: OperationContext,
  request: {
    readonly vendor: Vendor;
    readonly policy: string | undefined;
    readonly wish: TermsInput;
    readonly organization: OrganizationLimits;
  },
): Promise<Result<AgreedTerms>> {
  const { vendor, organization } = request;
  const limits = { catalogue: vendor.catalogue, maxExpiryMs: organization.maxExpirySeconds * 1000 };
  const wish = readTerms(request.wish, limits);
  if (!wish.ok) return wish;
  if (request.policy === undefined) return requireTerms(wish.value, null, { vendor, organization });

  const wanted = { policy: request.policy, vendor: vendor.name, limits };
  const policy = await readPolicy(transaction, context, wanted);
  if (!policy.ok) return policy;
  const narrowed = narrowPolicy(policy.value.terms, wish.value, vendor.catalogue);
  if (!narrowed.ok) return narrowed;
  return requireTerms(narrowed.value, policy.value, { vendor, organization });
}

function requireTerms(
  terms: Terms,
  policy: NamedPolicy | null,
  { vendor, organization }: { readonly vendor: Vendor; readonly organization: OrganizationLimits },
): Result<AgreedTerms> {
  const { expiresInMs, allowedEndpoints } = terms;
  const errors: ProblemError[] = [];
  if (terms.dailyCapMicros === undefined && terms.runCapMicros === undefined) {
    errors.push({
      path: "daily_usd_cap",
      message: "Give daily_usd_cap or run_usd_cap, or a policy that has one.",
    });
  }
  errors.push(...aboveMaximum(terms, organization.maxDailyCapMicros));
  if (terms.stripeAccounts !== undefined && terms.stripeAccounts.length > 0 && vendor.name !== "stripe") {
    errors.push({ path: "stripe_accounts", message: `${vendor.title} has no connected Stripe accounts.` });
  }
  if (allowedEndpoints === undefined) {
    errors.push({ path: "allowed_endpoints", message: "Give allowed_endpoints, or a policy that has them." });
  }
  if (expiresInMs === undefined) errors.push({ path: "expires_in", message: "Required." });
  if (errors.length > 0 || allowedEndpoints === undefined || expiresInMs === undefined)
    return invalid(errors);
  return done({ expiresInMs, allowedEndpoints, terms, policy });
}

/**
 * What a key can spend in a day is bounded by its daily cap, or by its run cap where it has no daily one; that bound
 * is held to the organization's maximum. A run cap beside a daily cap can be larger: the daily cap still binds.
 */
function aboveMaximum(terms: Terms, maximum: bigint): ProblemError[] {
  const path = terms.dailyCapMicros === undefined ? "run_usd_cap" : "daily_usd_cap";
  const bound = terms.dailyCapMicros ?? terms.runCapMicros;
  if (bound === undefined || bound <= maximum) return [];
  const most = `The organization allows ${formatUsd(maximum)} US dollars a day at most`;
  return [
    {
      path,
      message: path === "daily_usd_cap" ? `${most}.` : `${most}, and there is no lower daily_usd_cap.`,
    },
  ];
}
