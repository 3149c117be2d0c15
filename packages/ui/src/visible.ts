/**
 * Everything that is not seen or that moves other text: controls, bidi marks, zero widths, fillers, lone surrogates, and
 * every space but the plain one. Emoji keep their variation selector, which hides nothing.
 */
const UNSEEN = /(?! |\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

export interface Piece {
  readonly text: string;
  readonly escaped: boolean;
}

/** A text that somebody else wrote, split where something in it would not be seen. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), escaped: false });
    pieces.push({ text: escapeOf(match[0]), escaped: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), escaped: false });
  return pieces;
}

/** The same for places that take text only, such as titles and what screen readers say. */
export function visible(text: string): string {
  return piecesOf(text)
    .map((piece) => piece.text)
    .join("");
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
