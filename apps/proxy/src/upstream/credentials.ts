import { inspect } from "node:util";
import type { ProxyDatabase, SealedCredential, VaultKeyRecord } from "@keybrake/database";
import type { CredentialOpener } from "@keybrake/vault";
import type { CredentialMode, OutgoingRequest, Vendor } from "@keybrake/vendors";
import { z } from "zod";
import { BoundedMap } from "../bounded-map.ts";
import type { KnownKey } from "../keys/known-keys.ts";
import { type EchoNeedles, needlesOf } from "./echo-needles.ts";
import { type RouteResult, type Routing, routeOf } from "./route.ts";

export type CredentialResult =
  | { readonly ok: true; readonly credential: OpenCredential }
  | { readonly ok: false; readonly message: string };

const secretSchema = z.record(z.string().max(64), z.string().max(8_192));
const OPEN_MAX = 2_000;
/** How long a disabled or renewed credential may still be taken for what it was; its keys are revoked at once. */
const FRESH_MS = 30_000;

/** A credential in the clear. Printing it or turning it into JSON shows nothing of it. */
export class OpenCredential {
  readonly id: string;
  readonly organizationId: string;
  readonly version: number;
  readonly mode: CredentialMode;
  readonly vendor: Vendor;
  readonly #lines: ReadonlyArray<readonly [name: string, value: string]>;
  readonly #needles: EchoNeedles;

  constructor(sealed: SealedCredential, vendor: Vendor, secret: Readonly<Record<string, string>>) {
    this.id = sealed.credentialId;
    this.organizationId = sealed.organizationId;
    this.version = sealed.version;
    this.mode = sealed.mode;
    this.vendor = vendor;
    this.#lines = vendor.attach(secret);
    this.#needles = needlesOf(this.#lines);
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

interface Cached {
  readonly result: CredentialResult;
  readonly freshUntil: number;
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

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  cached(record: VaultKeyRecord): CredentialResult | null {
    const cached = this.#cache.get(record.credentialId);
    return cached !== undefined && performance.now() < cached.freshUntil ? cached.result : null;
  }

  open(key: KnownKey): Promise<CredentialResult | "unreachable"> {
    const id = key.record.credentialId;
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

  /** Every credential used since the last look, for "last used". */
  *inUse(): Generator<{ organizationId: string; credentialId: string }> {
    for (const { result } of this.#cache.values()) {
      if (result.ok) {
        yield { organizationId: result.credential.organizationId, credentialId: result.credential.id };
      }
    }
  }

  async #open({ record, vendor }: KnownKey): Promise<CredentialResult | "unreachable"> {
    let sealed: SealedCredential | null;
    try {
      sealed = await this.#options.database.findCredential(record.organizationId, record.credentialId);
    } catch (error) {
      this.#options.onError(error);
      return "unreachable";
    }
    const result = await this.#read(sealed, record, vendor);
    this.#cache.set(record.credentialId, { result, freshUntil: performance.now() + FRESH_MS });
    return result;
  }

  async #read(
    sealed: SealedCredential | null,
    record: VaultKeyRecord,
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
    if (sealed.mode !== "sandbox" && sealed.origin !== vendor.origin) {
      return refusal(
        "The credential of this vault key was stored for another origin: its secret must be typed in anew.",
      );
    }
    const earlier = this.#cache.get(sealed.credentialId)?.result;
    if (earlier?.ok === true && earlier.credential.version === sealed.version) return earlier;
    try {
      const opened = await this.#options.opener.open(sealed, sealed.sealed);
      if (!opened.ok) {
        this.#options.onError(new Error(`credential ${sealed.credentialId} does not open: ${opened.reason}`));
        return refusal("The credential of this vault key cannot be opened by this proxy.");
      }
      const text = opened.secret.reveal().toString("utf8");
      opened.secret.wipe();
      const secret = secretSchema.parse(JSON.parse(text));
      return { ok: true, credential: new OpenCredential(sealed, vendor, secret) };
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
