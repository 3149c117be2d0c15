import { AMOUNT_MAX, isCurrency } from "./currencies.ts";
import { type FormRecord, type FormValue, isRecord, newRecord } from "./form.ts";
import { invalid, type Reply } from "./replies.ts";

/** No text of Stripe's is longer; keeps what an object can weigh within bounds. */
const TEXT_LENGTH_MAX = 5_000;

interface Findings {
  problem: Reply | null;
}

/**
 * Reads the parameters of one request and keeps the first thing wrong with them: a handler reads all it needs, then
 * answers `problem` if there is one. What could not be read comes back empty.
 */
export class Params {
  readonly #record: FormRecord;
  readonly #prefix: string;
  readonly #findings: Findings;

  constructor(record: FormRecord, prefix = "", findings: Findings = { problem: null }) {
    this.#record = record;
    this.#prefix = prefix;
    this.#findings = findings;
  }

  get problem(): Reply | null {
    return this.#findings.problem;
  }

  get record(): FormRecord {
    return this.#record;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined;
  }

  /** Null when absent or emptied. */
  text(name: string): string | null {
    const value = this.#record[name];
    if (value === undefined || value === "") return null;
    if (typeof value !== "string") return this.#report(name, "parameter_invalid_string", "Invalid string");
    if (value.length <= TEXT_LENGTH_MAX) return value;
    return this.#report(name, "parameter_invalid_string", `Invalid string: longer than ${TEXT_LENGTH_MAX}`);
  }

  /** An absent parameter leaves `present` as it is, an empty one unsets it. */
  updated(name: string, present: string | null): string | null {
    return this.has(name) ? this.text(name) : present;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value !== null) return value;
    if (this.has(name)) this.#report(name, "parameter_invalid_empty", "You passed an empty string");
    else this.#report(name, "parameter_missing", `Missing required param: ${this.#nameOf(name)}.`);
    return "";
  }

  integer(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^-?\d{1,15}$/.test(text)) return Number(text);
    return this.#report(name, "parameter_invalid_integer", `Invalid integer: ${text.slice(0, 64)}`);
  }

  /** A positive amount in minor units, at most eight digits; null when absent. */
  amount(name: string): number | null {
    const amount = this.integer(name);
    if (amount === null) return null;
    if (amount < 1) {
      return this.#report(
        name,
        "parameter_invalid_integer",
        "This value must be greater than or equal to 1.",
      );
    }
    if (amount <= AMOUNT_MAX) return amount;
    return this.#report(name, "amount_too_large", "Amount must be no more than $999,999.99");
  }

  requiredAmount(name: string): number {
    this.required(name);
    return this.amount(name) ?? 0;
  }

  boolean(name: string): boolean | null {
    const text = this.text(name);
    if (text === null) return null;
    if (text === "true" || text === "false") return text === "true";
    return this.#report(name, "parameter_invalid_boolean", `Invalid boolean: ${text.slice(0, 64)}`);
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const found = allowed.find((value) => value === text);
    if (found !== undefined) return found;
    const message = `Invalid ${this.#nameOf(name)}: must be one of ${allowed.join(", ")}`;
    return this.#report(name, "parameter_invalid_enum", message);
  }

  currency(name = "currency"): string | null {
    const code = this.text(name)?.toLowerCase() ?? null;
    if (code === null || isCurrency(code)) return code;
    const message = `Invalid currency: ${code.slice(0, 16)}. Stripe does not support this currency.`;
    return this.#report(name, "parameter_invalid_string", message);
  }

  requiredCurrency(name = "currency"): string {
    this.required(name);
    return this.currency(name) ?? "";
  }

  nested(name: string): Params | null {
    const value = this.#record[name];
    if (value === undefined || value === "") return null;
    if (isRecord(value)) return new Params(value, this.#nameOf(name), this.#findings);
    return this.#report(name, "parameter_invalid_object", "Invalid object");
  }

  /** `name[0][..]`, `name[1][..]` and `name[][..]`, in order. */
  records(name: string): Params[] {
    return this.#elements(name).map((value, index) => {
      const at = `${this.#nameOf(name)}[${index}]`;
      if (isRecord(value)) return new Params(value, at, this.#findings);
      this.#report(name, "parameter_invalid_object", "Invalid array of objects");
      return new Params(newRecord(), at, this.#findings);
    });
  }

  texts(name: string): string[] {
    return this.#elements(name).filter((value) => typeof value === "string");
  }

  /**
   * Merged over what is there: an empty value removes its name, an empty `metadata` all of them. Limits as in
   * docs.stripe.com/api/metadata.
   */
  metadata(present: Readonly<Record<string, string>> = NO_METADATA): Readonly<Record<string, string>> {
    const value = this.#record.metadata;
    if (value === undefined) return present;
    if (value === "") return NO_METADATA;
    if (!isRecord(value)) {
      this.#report("metadata", "parameter_invalid_hash", "Invalid hash");
      return present;
    }
    const merged: Record<string, string> = Object.assign(Object.create(null), present);
    for (const [name, text] of Object.entries(value)) {
      if (text === "") delete merged[name];
      else if (typeof text !== "string" || text.length > 500 || name.length > 40) {
        this.#report(
          "metadata",
          "parameter_invalid_string",
          "Metadata names have 40 characters, values 500.",
        );
      } else merged[name] = text;
    }
    if (Object.keys(merged).length > 50) {
      this.#report("metadata", "parameter_invalid_hash", "Metadata can have up to 50 keys.");
    }
    return merged;
  }

  report(name: string, code: string, message: string): void {
    this.#report(name, code, message);
  }

  #elements(name: string): FormValue[] {
    const value = this.#record[name];
    if (value === undefined || value === "") return [];
    if (Array.isArray(value)) return value;
    if (isRecord(value)) return Object.values(value);
    this.#report(name, "parameter_invalid_array", "Invalid array");
    return [];
  }

  #report(name: string, code: string, message: string): null {
    this.#findings.problem ??= invalid(this.#nameOf(name), code, message);
    return null;
  }

  #nameOf(name: string): string {
    return this.#prefix === "" ? name : `${this.#prefix}[${name}]`;
  }
}

const NO_METADATA: Readonly<Record<string, string>> = Object.freeze(Object.create(null));
