import { faultProblem } from "../fault-problem.ts";
import { inputErrors } from "../input-errors.ts";
import type { Download } from "../operation.ts";
import { operations } from "../operations.ts";
import { invalid, notFound, type Result, refuse } from "../problems.ts";
import { fileAnswer, problemAnswer } from "../rest/answer.ts";
import { readQuery } from "../rest/read-query.ts";
import { type Caller, contextFor } from "./caller.ts";

const downloads = new Map(
  operations
    .filter((operation): operation is Download => operation.kind === "download")
    .map((operation) => [operation.name, operation]),
);

/**
 * A file for the screens: `audit-log.export` with its filters in the query. Who may have it is judged as for every
 * procedure; the answer is streamed, which tRPC could not do. It never rejects.
 */
export async function handleDownload(
  request: Request,
  name: string,
  callerOf: (request: Request) => Promise<Caller>,
): Promise<Response> {
  const download = downloads.get(name);
  if (download === undefined) return problemAnswer(notFound().problem);
  let caller: Caller | undefined;
  try {
    caller = await callerOf(request);
    const file = await run(caller, download, request);
    if (!file.ok) return problemAnswer(file.problem);
    return fileAnswer(download.contentType, download.filename, file.value);
  } catch (cause) {
    return problemAnswer(faultProblem(caller?.platform, name, cause));
  }
}

async function run(
  caller: Caller,
  download: Download,
  request: Request,
): Promise<Result<ReadableStream<Uint8Array<ArrayBuffer>>>> {
  const context = contextFor(caller, download);
  if (!context.ok) return context;
  if (isFromAnotherSite(request)) return refuse("cross_site", "Another site sent this.");
  const query = readQuery(new URL(request.url).searchParams);
  if (!query.ok) return query;
  const input = download.input.safeParse(query.value);
  if (!input.success) return invalid(inputErrors(input.error));
  return download.run(context.value, input.data);
}

/**
 * It changes nothing, but another site could make the database read everything over and over. A GET has no Origin, and
 * over plain HTTP a browser says nothing of where it comes from: then it is let through, as a typed address is.
 */
function isFromAnotherSite(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site !== null && site !== "same-origin" && site !== "none";
}
