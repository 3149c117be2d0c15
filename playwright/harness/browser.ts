import { existsSync } from "node:fs";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The system's own Chromium; undefined where there is none: then it is Playwright's, which `npm test` installs. */
export function findBrowser(): string | undefined {
  return INSTALLED.find((path) => existsSync(path));
}
