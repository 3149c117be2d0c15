import { type Finding, failure, ok, warning } from "./finding.ts";

/** The last release line whose security fixes had ended when this was written (Node.js release schedule). */
const LAST_UNMAINTAINED = 20;
const MINIMUM = [20, 19] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    return failure("Node", `${version} is too old: ${MINIMUM.join(".")} is the least that works.`);
  }
  if (major <= LAST_UNMAINTAINED) {
    return warning(
      "Node",
      `${version} works, but gets no security fixes any more: use the current LTS in production.`,
    );
  }
  return ok("Node", version);
}
