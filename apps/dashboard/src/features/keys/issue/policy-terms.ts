import { type PolicyRules, readRules } from "../../policies/policy-rules.ts";

/** A policy at its newest version: what a key issued from it can only narrow. */
export interface PolicyTerms extends PolicyRules {
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
  const { id, name, version, rules } = policy;
  return { ...readRules(rules), id, name, version };
}
