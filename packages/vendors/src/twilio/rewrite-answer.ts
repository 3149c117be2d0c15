import { type AnyNode, parse } from "@humanwhocodes/momoa";
import { hosts } from "./endpoints.ts";

const linkName = /^(?:url|(?:first|next|previous)_page_url)$/;
const linkContainers = new Set(["links", "subresource_uris"]);

/**
 * Turns the absolute links to Twilio's hosts (`meta.next_page_url`, `url`, `links`) into the proxy's. Only these: the same
 * address in somebody's message stays what they wrote. All else of the body keeps its bytes.
 */
export function rewriteAnswer(body: string, proxyUrl: string): string {
  // Most answers have none; a link's slashes may be escaped.
  if (!body.includes(".twilio.com")) return body;
  let links: Link[];
  try {
    links = [...linksIn(parse(body, { mode: "json", ranges: true }).body, false)];
  } catch {
    return body;
  }
  let written = "";
  let from = 0;
  for (const { start, end, url } of links) {
    const rewritten = throughProxy(url, proxyUrl);
    if (rewritten === null) continue;
    written += body.slice(from, start) + JSON.stringify(rewritten);
    from = end;
  }
  return written + body.slice(from);
}

interface Link {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/** In the order in which they stand. */
function* linksIn(node: AnyNode, isLink: boolean): Generator<Link> {
  switch (node.type) {
    case "String":
      if (isLink && node.range !== undefined) {
        yield { start: node.range[0], end: node.range[1], url: node.value };
      }
      return;
    case "Array":
      for (const element of node.elements) yield* linksIn(element.value, false);
      return;
    case "Object":
      for (const { name, value } of node.members) {
        const key = name.type === "String" ? name.value : "";
        if (linkContainers.has(key) && value.type === "Object") {
          for (const member of value.members) yield* linksIn(member.value, true);
        } else {
          yield* linksIn(value, linkName.test(key));
        }
      }
  }
}

function throughProxy(url: string, proxyUrl: string): string | null {
  const [, host, rest] = /^https:\/\/([a-z0-9.-]+)(\/.*)$/.exec(url) ?? [];
  if (host === undefined || rest === undefined || !hosts.has(host)) return null;
  return `${proxyUrl}/twilio/${host}${rest}`;
}
