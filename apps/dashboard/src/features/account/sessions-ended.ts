import { z } from "zod";

const answer = z.object({ ended: z.number() });

/** What became of the other sessions, from an answer that says how many ended. */
export function endedWords(value: unknown): string {
  const { ended } = answer.parse(value);
  if (ended === 0) return "You were signed in nowhere else.";
  return ended === 1 ? "Your one other session ended." : `Your ${ended} other sessions ended.`;
}
