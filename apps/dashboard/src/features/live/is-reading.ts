/**
 * Whether somebody is at the rows of a list: points at one, has the focus among them, or has scrolled into it. Then no row
 * may come, go or move.
 */
export function isReading(list: HTMLElement | null): boolean {
  if (list === null) return false;
  return (
    list.matches(":hover") || list.contains(document.activeElement) || list.getBoundingClientRect().top < 0
  );
}
