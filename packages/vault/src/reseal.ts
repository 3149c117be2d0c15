import type { CredentialContext } from "./credential-context.ts";
import type { CredentialOpener } from "./opener.ts";
import { type OpenRefusal, seal } from "./sealing.ts";
import type { SealingPublicKey } from "./sealing-key.ts";

export type ResealResult =
  | { readonly ok: true; readonly sealed: Buffer; readonly keyId: string }
  | { readonly ok: false; readonly reason: OpenRefusal };

/**
 * Seals a stored credential to another key, for rotation: same secret, same context, same version. `publicKey` must be
 * one that every running proxy can open already, or those that cannot refuse the credential's calls.
 * @public for the proxy's keeper
 */
export async function reseal(input: {
  readonly opener: CredentialOpener;
  readonly publicKey: SealingPublicKey;
  readonly context: CredentialContext;
  readonly sealed: Buffer;
}): Promise<ResealResult> {
  const { opener, publicKey, context, sealed } = input;
  const opened = await opener.open(context, sealed);
  if (!opened.ok) return opened;
  try {
    const plaintext = opened.secret.reveal();
    return { ok: true, sealed: await seal({ publicKey, context, plaintext }), keyId: publicKey.id };
  } finally {
    opened.secret.wipe();
  }
}
