import { type Problem, problems } from "../problems.ts";

/** Answers hold keys, spend and audit rows: no cache may keep them, no browser may guess their type. */
const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

export function jsonAnswer(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...HEADERS, "content-type": "application/json" },
  });
}

export function fileAnswer(
  contentType: string,
  filename: string,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Response {
  return new Response(body, {
    status: 200,
    headers: {
      ...HEADERS,
      "content-type": `${contentType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${filename}"`,
    },
  });
}

/** RFC 9457; `id` is an extension member, there when a repeated request is refused. */
export function problemAnswer(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, title } = problems[problem.code];
  const { code, detail, errors, id } = problem;
  const body = {
    type: problemType(code),
    title,
    status,
    code,
    detail,
    errors,
    ...(id === undefined ? {} : { id }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...HEADERS,
      "content-type": "application/problem+json",
      ...(status === 401 ? { "www-authenticate": 'Bearer realm="keybrake"' } : {}),
      ...(status === 503 ? { "retry-after": "1" } : {}),
      ...headers,
    },
  });
}

export function problemType(code: Problem["code"]): string {
  return `urn:keybrake:problem:${code}`;
}
