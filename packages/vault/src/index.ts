export type { CredentialContext } from "./credential-context.ts";
export {
  createPrivateKeyFile,
  type KeyFileRefusal,
  type KeyFileResult,
  prependPrivateKey,
  readPrivateKeyFile,
  type SealingKeys,
} from "./key-file.ts";
export type { OpenedSecret } from "./opened-secret.ts";
export { type CredentialOpener, createOpener } from "./opener.ts";
/** @public for the proxy's keeper, which moves stored credentials to the newest key */
export { type ResealResult, reseal } from "./reseal.ts";
export { type OpenRefusal, type OpenResult, seal } from "./sealing.ts";
export {
  createSealingKeyPair,
  parsePublicKey,
  type SealingKeyPair,
  type SealingPublicKey,
} from "./sealing-key.ts";
export { type MintedToken, mintToken, readToken, type TokenIdentity, type TokenKind } from "./token.ts";
