interface HatchProps {
  readonly id: string;
  readonly colour: string;
}

/** Stripes stand for what is held everywhere, so that it is told from what is spent without seeing colours. */
export function Hatch({ id, colour }: HatchProps) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill={colour} fillOpacity="0.2" />
      <rect width="2" height="5" fill={colour} />
    </pattern>
  );
}
