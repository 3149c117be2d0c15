import { KeyValue, Label } from "@keybrake/ui";
import type { DetailedCall } from "./detailed-call.ts";

/** What of the request was kept: what its price came from, names of query fields, the body's digest. No secret. */
export function RequestFacts({ call }: { readonly call: DetailedCall }) {
  const facts = Object.entries(call.request)
    .flatMap(flatten)
    .map(([name, value]) => ({
      name,
      value: <Label text={textOf(value)} className="font-mono text-[13px] break-all" />,
    }));
  return (
    <KeyValue
      items={[
        {
          name: "Target",
          value: <Label text={`${call.method} ${call.path}`} className="font-mono text-[13px] break-all" />,
        },
        ...facts,
      ]}
    />
  );
}

/** One level of names within names: `basis.currency`. */
function flatten([name, value]: [string, unknown]): Array<[string, unknown]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).map(([inner, innerValue]) => [`${name}.${inner}`, innerValue]);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
