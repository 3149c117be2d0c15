/** How all axes look; attributes of the drawing, not styles. */
export const TICK = { fill: "var(--ink-muted)", fontSize: 11 };
export const GRID = { stroke: "var(--line)", strokeDasharray: "" };
export const CURSOR = { fill: "var(--ink)", fillOpacity: 0.06, stroke: "none" };

/** On a phone a card beside the pointer would hide what it speaks of; there it stands under the drawing. */
export const NARROW_PX = 480;

/** A series that is not pointed at, while another is. */
export const FADED = 0.15;

/** Room for the half of the last label that stands beyond its bar. */
export const LAST_LABEL_PX = 20;

/** As wide as the longest of the figures it could show. */
export const VALUE_AXIS_PX = 46;
