/** What a person chose; kept in a cookie, so that the server paints the first page right. */
export type Theme = "light" | "dark" | "system";

export const themes: readonly Theme[] = ["system", "light", "dark"];

export function readTheme(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** Runs before the first paint where nobody chose. */
export const themeScript = `(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  root.dataset.theme = chosen ?? (dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => {
    if (!/(?:^|; )theme=(light|dark)/.test(document.cookie)) root.dataset.theme = dark.matches ? "dark" : "light";
  });
})()`;
