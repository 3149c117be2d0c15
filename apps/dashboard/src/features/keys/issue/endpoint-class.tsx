import { BookOpen, CircleDollarSign, Pencil, Trash2 } from "lucide-react";

/** What a class of endpoints does, in words; one that is newer than this page is shown under its own name. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["MONEY_IN", "charges"],
  ["MONEY_IN_INDIRECT", "charges, amount not in the call"],
  ["MONEY_IN_DEFERRED", "charges later"],
  ["FUNDS_PULL", "pulls funds in"],
  ["MONEY_OUT", "sends money out"],
  ["MONEY_OUT_INDIRECT", "sends money out, amount not in the call"],
  ["MONEY_OUT_CREDIT", "gives credit"],
  ["VENDOR_SPEND", "buys from the vendor"],
  ["VENDOR_FEE", "may cost a fee"],
  ["MONEY_RELEASE", "cancels or reverses"],
  ["WRITE_OFF", "writes off"],
  ["DISCOUNT", "discounts"],
  ["PRICED_OBJECT", "sets prices"],
  ["OBJECT_MONEY", "sets amounts"],
  ["BOOKKEEPING", "keeps books"],
  ["CONTROL", "changes settings"],
  ["DESTRUCTIVE", "deletes"],
  ["OBJECT", "writes"],
  ["TEST_ONLY", "test mode only"],
  ["READ", "reads"],
]);

interface EndpointClassProps {
  readonly kind: string;
  readonly costsMoney: boolean;
  /** Of a wildcard. */
  readonly reach?: number;
}

/** By an icon and in a word: what a call of the endpoint does, and whether it can move money. */
export function EndpointClass({ kind, costsMoney, reach = 1 }: EndpointClassProps) {
  const word = WORDS.get(kind) ?? kind.toLowerCase().replaceAll("_", " ");
  const Icon = costsMoney
    ? CircleDollarSign
    : kind === "READ"
      ? BookOpen
      : kind === "DESTRUCTIVE"
        ? Trash2
        : Pencil;
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs whitespace-nowrap ${costsMoney ? "font-medium text-held" : "text-ink-muted"}`}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {costsMoney ? `money: ${word}` : reach > 1 ? `reads ${reach} endpoints` : word}
    </span>
  );
}
