/** The secret fields of a credential, as opened by the proxy. */
export type CredentialSecret = Readonly<Record<string, string>>;

export type CredentialMode = "live" | "test" | "sandbox";

/** A part of a vendor's secret as a form asks for it; what may stand in it, `readCredential` judges. */
export interface SecretField {
  /** As `readCredential` takes it. */
  readonly name: string;
  readonly label: string;
  /** What it begins with or looks like; nothing that could be taken for a secret. */
  readonly placeholder: string;
  /** Where to find it at the vendor, and which kind is the safer one. */
  readonly description: string;
  /** What it may be, where it is one of a few and no secret; the first is taken where none is chosen. */
  readonly options?: ReadonlyArray<{ readonly value: string; readonly label: string }>;
}

/** Where a vault key may stand in a request; exactly one of them, and one that fits the key's vendor. */
export type KeyPlace =
  | "bearer"
  | "basic-user"
  | "basic-password"
  | "x-shopify-access-token"
  /** A header that an organization named for a vendor of its own: `Vendor.keyHeader`. */
  | "header";

export type CredentialCheck =
  | {
      readonly ok: true;
      readonly secret: CredentialSecret;
      readonly mode: CredentialMode;
      readonly restricted: boolean | null;
      readonly last4: string;
      /** Whose it is, as the vendor names it: what a request may name, and what a person may be shown. */
      readonly account: string | null;
    }
  | { readonly ok: false; readonly path: string; readonly message: string };
