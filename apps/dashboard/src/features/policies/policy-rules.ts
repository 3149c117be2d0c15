import { z } from "zod";

/** What a version of a policy says, in the words of a request for a key; what is absent, whoever issues decides. */
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

export type PolicyRules = z.output<typeof rules>;

export function readRules(stored: unknown): PolicyRules {
  return rules.parse(stored);
}
