import { inspect } from "node:util";
import type { SealedCredential } from "@keybrake/database";
import type { CredentialCheck, PriceBook, Vendor } from "@keybrake/vendors";
import { type EchoNeedles, needlesOf } from "./echo-needles.ts";

type Facts = Pick<SealedCredential, "credentialId" | "organizationId" | "version" | "mode">;
type UsableCheck = Extract<CredentialCheck, { ok: true }>;

/** A credential in the clear. Printing it or turning it into JSON shows nothing of it. */
export class OpenCredential {
  readonly vendor: Vendor;
  /** Whose it is, as the vendor names it. */
  readonly account: string | null;
  readonly prices: PriceBook;
  readonly #facts: Facts;
  readonly #lines: ReadonlyArray<readonly [name: string, value: string]>;
  readonly #needles: EchoNeedles;

  private constructor(
    facts: Facts,
    like: Pick<OpenCredential, "vendor" | "account" | "prices" | "lines" | "needles">,
  ) {
    this.#facts = facts;
    this.vendor = like.vendor;
    this.account = like.account;
    this.prices = like.prices;
    this.#lines = like.lines();
    this.#needles = like.needles();
  }

  static open(
    sealed: SealedCredential,
    vendor: Vendor,
    { secret, account }: Pick<UsableCheck, "secret" | "account">,
  ): OpenCredential {
    const prices = priceBook(vendor, sealed.prices);
    const { credentialId, organizationId, version, mode } = sealed;
    const facts = { credentialId, organizationId, version, mode };
    const lines = vendor.attach(secret);
    // Of a vendor of one's own the user name of a Basic pair can be the secret.
    const secrets = vendor.definition === undefined || secret.secret === undefined ? [] : [secret.secret];
    const needles = needlesOf(lines, secrets);
    return new OpenCredential(facts, { vendor, account, prices, lines: () => lines, needles: () => needles });
  }

  /** The same with other prices: they change without the secret's being typed in anew. */
  pricedAt(own: PriceBook): OpenCredential {
    const { vendor, account } = this;
    const prices = priceBook(vendor, own);
    const kept = { lines: () => this.#lines, needles: () => this.#needles };
    return new OpenCredential(this.#facts, { vendor, account, prices, ...kept });
  }

  get id(): string {
    return this.#facts.credentialId;
  }

  get organizationId(): string {
    return this.#facts.organizationId;
  }

  get version(): number {
    return this.#facts.version;
  }

  get mode(): Facts["mode"] {
    return this.#facts.mode;
  }

  /** The header lines that carry the secret: only to be written to the vendor. */
  lines(): ReadonlyArray<readonly [name: string, value: string]> {
    return this.#lines;
  }

  needles(): EchoNeedles {
    return this.#needles;
  }

  toJSON(): string {
    return `[credential ${this.id}]`;
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

/** What is shipped, and over it what the vendor's own list or a person says. */
function priceBook(vendor: Vendor, own: PriceBook): PriceBook {
  return new Map([...shippedPrices(vendor), ...own]);
}

export function shippedPrices({ priceItems = [] }: Vendor): PriceBook {
  return new Map(priceItems.map(({ item, micros }) => [item, micros]));
}
