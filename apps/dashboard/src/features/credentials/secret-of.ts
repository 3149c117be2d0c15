import type { ShownProblem } from "../../trpc/problem.ts";
import type { FormValues } from "../form/action-form.tsx";
import type { ShownVendor } from "../vendors/use-vendors.ts";

/** The secret as the server takes it, out of a form's fields. */
export function secretOf(values: FormValues, vendor: ShownVendor): Record<string, string> {
  return Object.fromEntries(
    vendor.secret_fields.map(({ name }) => [name, (values[`secret.${name}`] ?? "").trim()] as const),
  );
}

/** What the server says of the secret as a whole stands at its first field: a form has no field for the whole. */
export function atFirstField(problem: ShownProblem | null, vendor: ShownVendor): ShownProblem | null {
  const [first] = vendor.secret_fields;
  const whole = problem?.fields.get("secret");
  if (problem === null || whole === undefined || first === undefined) return problem;
  const others = [...problem.fields].filter(([path]) => path !== "secret");
  return { ...problem, fields: new Map([[`secret.${first.name}`, whole], ...others]) };
}
