import type { AdminEnv } from "./env.ts";

/** What a command has to say; `main.ts` prints it. */
export interface CommandResult {
  /** 0: done. 1: something is wrong here. 2: it was called wrongly, and nothing was changed. */
  readonly exitCode: 0 | 1 | 2;
  /** Standard output: for programs, and nothing else. */
  readonly output: string;
  /** Standard error: sentences for people. */
  readonly errors: string;
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** @throws what is no refusal: a database out of reach, a disk that is full */
  run(args: readonly string[], env: AdminEnv): Promise<CommandResult>;
}

export function done(output: string): CommandResult {
  return { exitCode: 0, output, errors: "" };
}

/** Something on this machine is not as it must be. */
export function failed(sentence: string): CommandResult {
  return { exitCode: 1, output: "", errors: `${sentence}\n` };
}

/** The command was called wrongly. */
export function misused(sentence: string): CommandResult {
  return { exitCode: 2, output: "", errors: `${sentence}\n` };
}
