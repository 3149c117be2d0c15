import { z } from "zod";

/** What a policy's rules say, in the words of a request for a key; each is absent where the policy says nothing. */
const rules = z.object({
  vendor: z.string().optional(),
  expires_in: z.string().optional(),
  allowed_endpoints: z.array(z.string()).optional(),
  daily_usd_cap: z.string().optional(),
  run_usd_cap: z.string().optional(),
  call_usd_cap: z.string().optional(),
  max_calls: z.number().optional(),
  assumed_call_usd: z.string().optional(),
  currencies: z.array(z.string()).optional(),
  stripe_accounts: z.array(z.string()).optional(),
});

/** A policy at its newest version: what a key issued from it can only narrow. */
export interface PolicyTerms extends z.output<typeof rules> {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

export function readPolicyTerms(policy: {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly rules: unknown;
}): PolicyTerms {
  const { id, name, version } = policy;
  return { ...rules.parse(policy.rules), id, name, version };
}
