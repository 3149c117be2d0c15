const WIDTHS = ["w-11/12", "w-4/5", "w-full", "w-2/3", "w-5/6"];

interface SkeletonProps {
  /** As many as the text or the table will have lines. */
  readonly lines?: number | undefined;
  /** Height of one line; the default is that of text-sm. Give the row height of a table ("h-11") for its rows. */
  readonly lineClassName?: string | undefined;
  /** What is being loaded, for screen readers. */
  readonly label?: string | undefined;
}

/** Holds the place of what comes, line by line at its height, so that nothing jumps when it is there. */
export function Skeleton({ lines = 1, lineClassName = "h-5", label = "Loading" }: SkeletonProps) {
  return (
    <div role="status" className="w-full motion-safe:animate-pulse">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton are all the same
        <div key={line} aria-hidden="true" className={`flex items-center ${lineClassName}`}>
          <div className={`h-2.5 rounded-sm bg-line ${WIDTHS[line % WIDTHS.length]}`} />
        </div>
      ))}
    </div>
  );
}
