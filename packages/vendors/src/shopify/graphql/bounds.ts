import { Lexer, Source, TokenKind } from "graphql";
import { Unfit } from "./envelope.ts";

export const tokensMax = 4_000;
const depthMax = 24;

const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Counts tokens and brackets before anything recurses over them. */
export function boundDocument(query: string): void {
  const lexer = new Lexer(new Source(query));
  let depth = 0;
  for (let tokens = 0; ; tokens += 1) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    if (opening.has(kind)) depth += 1;
    else if (closing.has(kind)) depth -= 1;
    if (tokens >= tokensMax) throw new Unfit(`The document has more than ${tokensMax} tokens.`, 413);
    if (depth > depthMax) throw new Unfit(`The document nests deeper than ${depthMax} levels.`);
  }
}
