import type { ProxyDatabase, SealedCredential, VaultKeyRecord } from "@keybrake/database";
import type { CredentialOpener } from "@keybrake/vault";
import type { OutgoingRequest, Vendor } from "@keybrake/vendors";
import { BoundedMap } from "../bounded-map.ts";
import { OpenCredential } from "./open-credential.ts";
import { type RouteResult, type Routing, routeOf } from "./route.ts";

export type CredentialResult =
  | { readonly ok: true; readonly credential: OpenCredential }
  | { readonly ok: false; readonly message: string };

/** What a sandbox credential is sealed to in place of the vendor's own origin. */
const SANDBOX_ORIGIN = "sandbox";
const OPEN_MAX = 2_000;
/** How long a disabled or renewed credential may still be taken for what it was; its keys are revoked at once. */
const FRESH_MS = 30_000;

/** Whoever may use a credential: a vault key, or the keeper for its organization. */
export interface CredentialUser {
  readonly record: Pick<VaultKeyRecord, "organizationId" | "credentialId" | "vendor">;
  readonly vendor: Vendor;
}

interface Cached {
  readonly result: CredentialResult;
  readonly freshUntil: number;
  /**
   * What it was opened for. Two keys can pin two definitions of one vendor of an organization's own: what opens for the
   * one's origin must not go to the other's.
   */
  readonly vendor: Pick<Vendor, "origin" | "attachment">;
}

const BEARER = "bearer";

function isBoundAlike(one: Cached["vendor"], other: Cached["vendor"]): boolean {
  return one.origin === other.origin && one.attachment === other.attachment;
}

export interface CredentialsOptions {
  readonly database: Pick<ProxyDatabase, "findCredential">;
  readonly opener: CredentialOpener;
  readonly routing: Routing;
  readonly onError: (error: unknown) => void;
}

/** Opens credentials and keeps them open for a while: opening takes about a millisecond, a call some dozen µs. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #cache = new BoundedMap<string, Cached>(OPEN_MAX);
  readonly #opening = new Map<string, Promise<CredentialResult | "unreachable">>();
  /** Credential to organization. */
  readonly #used = new Map<string, string>();

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  cached({ record, vendor }: CredentialUser): CredentialResult | null {
    const cached = this.#cache.get(record.credentialId);
    this.#used.set(record.credentialId, record.organizationId);
    if (cached === undefined || performance.now() >= cached.freshUntil) return null;
    return isBoundAlike(cached.vendor, vendor) ? cached.result : null;
  }

  open(key: CredentialUser): Promise<CredentialResult | "unreachable"> {
    const { origin, attachment = BEARER } = key.vendor;
    const id = `${key.record.credentialId} ${origin} ${attachment}`;
    let opening = this.#opening.get(id);
    if (opening === undefined) {
      opening = this.#open(key).finally(() => this.#opening.delete(id));
      this.#opening.set(id, opening);
    }
    return opening;
  }

  route(credential: OpenCredential, outgoing: OutgoingRequest): RouteResult {
    return routeOf(credential, outgoing, this.#options.routing);
  }

  /** The vendor refused it, so it may have been renewed or disabled: the next call looks again. */
  forget(credentialId: string): void {
    this.#cache.delete(credentialId);
  }

  /** Every credential that was asked for since the last time, for "last used". */
  takeUsed(): readonly { organizationId: string; credentialId: string }[] {
    const used = [...this.#used].map(([credentialId, organizationId]) => ({ organizationId, credentialId }));
    this.#used.clear();
    return used;
  }

  async #open({ record, vendor }: CredentialUser): Promise<CredentialResult | "unreachable"> {
    let sealed: SealedCredential | null;
    try {
      sealed = await this.#options.database.findCredential(record.organizationId, record.credentialId);
    } catch (error) {
      this.#options.onError(error);
      return "unreachable";
    }
    const result = await this.#read(sealed, record, vendor);
    const freshUntil = performance.now() + FRESH_MS;
    this.#cache.set(record.credentialId, { result, freshUntil, vendor });
    return result;
  }

  async #read(
    sealed: SealedCredential | null,
    record: CredentialUser["record"],
    vendor: Vendor,
  ): Promise<CredentialResult> {
    if (
      sealed === null ||
      sealed.vendor !== record.vendor ||
      sealed.organizationId !== record.organizationId
    ) {
      return refusal("The credential of this vault key does not exist any more.");
    }
    if (sealed.disabled) return refusal("The credential of this vault key has been disabled.");
    // The secret does not open for another origin than it was stored with, so a changed mode is found out here.
    if (sealed.origin !== (sealed.mode === "sandbox" ? SANDBOX_ORIGIN : vendor.origin)) {
      return refusal(
        "The credential of this vault key was stored for another origin: its secret must be typed in anew.",
      );
    }
    if (sealed.attachment !== (vendor.attachment ?? BEARER)) {
      return refusal(
        "The credential of this vault key was stored to be sent in another way: its secret must be typed in anew.",
      );
    }
    const earlier = this.#cache.get(sealed.credentialId)?.result;
    if (earlier?.ok === true && earlier.credential.version === sealed.version) {
      return { ok: true, credential: earlier.credential.pricedAt(sealed.prices) };
    }
    try {
      const opened = await this.#options.opener.open(sealed, sealed.sealed);
      if (!opened.ok) {
        this.#options.onError(new Error(`credential ${sealed.credentialId} does not open: ${opened.reason}`));
        return refusal("The credential of this vault key cannot be opened by this proxy.");
      }
      const text = opened.secret.reveal().toString("utf8");
      opened.secret.wipe();
      const check = vendor.readCredential(JSON.parse(text));
      // A live secret in a row that says "test" could be sent where an override points.
      if (!check.ok || (sealed.mode !== "sandbox" && check.mode !== sealed.mode)) {
        this.#options.onError(new Error(`credential ${sealed.credentialId} is not what its row says`));
        return refusal("The credential of this vault key is not what its record says.");
      }
      return { ok: true, credential: OpenCredential.open(sealed, vendor, check) };
    } catch {
      // Without its cause: a parser's message may quote the secret.
      this.#options.onError(
        new Error(`credential ${sealed.credentialId} is not in the form that its vendor needs`),
      );
      return refusal("The credential of this vault key is damaged.");
    }
  }
}

function refusal(message: string): CredentialResult {
  return { ok: false, message };
}
