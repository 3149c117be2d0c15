/** How an agent's client is pointed at the proxy: a few lines to copy. The vault key is in the environment as VAULT_KEY. */
export interface ClientSnippet {
  readonly id: string;
  /** `Node: stripe`. */
  readonly title: string;
  readonly code: string;
}
