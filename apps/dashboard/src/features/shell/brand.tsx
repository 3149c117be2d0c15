/** The mark: a brake's disc with a bar. */
export function Brand() {
  return (
    <span className="flex items-center gap-2 text-sm font-semibold">
      <svg
        viewBox="0 0 20 20"
        className="size-5 text-accent"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        aria-hidden="true"
      >
        <circle cx="10" cy="10" r="8" />
        <path d="M6.5 10h7" strokeLinecap="round" />
      </svg>
      Keybrake
    </span>
  );
}
