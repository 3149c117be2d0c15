import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { faultProblem } from "../fault-problem.ts";
import { inputErrors } from "../input-errors.ts";
import { invalid, type Problem, problems, refuse } from "../problems.ts";
import type { Caller } from "./caller.ts";

/** Leaves a procedure with a refusal; its words reach the screen as they are. */
class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const t = initTRPC.context<Caller>().create({
  // The reason is in `problem`; a stack would tell a browser about the server's files.
  isDev: false,
  errorFormatter: ({ shape, error, ctx, path }) => {
    const problem = problemOf(error, ctx, path);
    return { ...shape, message: problem.detail, data: { code: shape.data.code, problem } };
  },
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
});

export const { router, procedure } = t;

export function refusalError(problem: Problem): TRPCError {
  return new TRPCError({ code: codeOf(problem), message: problem.detail, cause: new Refusal(problem) });
}

function codeOf({ code }: Problem): TRPCError["code"] {
  const status: number = problems[code].status;
  switch (status) {
    case 401:
      return "UNAUTHORIZED";
    case 403:
      return "FORBIDDEN";
    case 404:
      return "NOT_FOUND";
    case 405:
      return "METHOD_NOT_SUPPORTED";
    case 409:
      return "CONFLICT";
    case 413:
      return "PAYLOAD_TOO_LARGE";
    case 415:
      return "UNSUPPORTED_MEDIA_TYPE";
    case 429:
      return "TOO_MANY_REQUESTS";
    case 503:
      return "SERVICE_UNAVAILABLE";
    case 500:
      return "INTERNAL_SERVER_ERROR";
    default:
      return "BAD_REQUEST";
  }
}

function problemOf(error: TRPCError, caller: Caller | undefined, path: string | undefined): Problem {
  const { cause } = error;
  if (cause instanceof Refusal) return cause.problem;
  if (error.code === "BAD_REQUEST" && cause instanceof ZodError) return invalid(inputErrors(cause)).problem;
  if (error.code === "NOT_FOUND") return refuse("not_found", "There is no such procedure.").problem;
  if (error.code !== "INTERNAL_SERVER_ERROR") return refuse("invalid_request", error.message).problem;
  return faultProblem(caller?.platform, path ?? "trpc", cause ?? error);
}
