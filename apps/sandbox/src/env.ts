import { z } from "zod";

const schema = z.object({
  /** 0 takes any free port; the line printed at start names it. */
  KEYBRAKE_SANDBOX_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535))
    .default(4200),
});

/** Reads the environment. Throws a ZodError that names what is wrong with it. */
export function readEnv(): { port: number } {
  return { port: schema.parse(process.env).KEYBRAKE_SANDBOX_PORT };
}
