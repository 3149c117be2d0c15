import { piecesOf, visible } from "./visible.ts";

interface LabelProps {
  /** A name that somebody outside chose: an agent, a run, an endpoint, a vendor's text. */
  readonly text: string;
  readonly className?: string | undefined;
  /** Cut off at the end of its line where there is no more room, instead of wrapped. */
  readonly isOneLine?: boolean | undefined;
}

/** Such a name can neither reorder the text around it nor hide a character: a run must not look like another run. */
export function Label({ text, className = "", isOneLine = false }: LabelProps) {
  if (text === "") return <span className={`text-ink-muted italic ${className}`}>empty</span>;
  return (
    <bdi
      className={`${isOneLine ? "block min-w-0 truncate whitespace-pre!" : "whitespace-pre-wrap"} ${className}`}
      title={visible(text)}
    >
      {piecesOf(text).map((piece, index) =>
        piece.escaped ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no other identity
          <span key={index} className="rounded-sm bg-held-soft px-0.5 font-mono text-[0.85em] text-held">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
