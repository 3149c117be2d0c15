import { type NextRequest, NextResponse } from "next/server";

/**
 * Next's hook before a page is rendered: gives each answer a nonce of its own, without which no script runs and no
 * style applies. Nothing else can be loaded, and no other site can frame the page or learn where a reader came from.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on every script of its own.
  headers.set("content-security-policy", policy);
  // For the one script that is ours.
  headers.set("x-nonce", nonce);
  // Where somebody who must sign in first wanted to go; over whatever the request said.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // React Aria hides what only screen readers should find with style attributes, in the server's HTML too. They can
    // load nothing (img-src, font-src) and select nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Pages only: REST answers are no documents, and built files are the same for everybody. */
export const config = { matcher: "/((?!api/|_next/static/).*)" };
