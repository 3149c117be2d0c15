import { z } from "zod";

/** An address as it is stored and compared: in lower case, ASCII, at most 254 characters (RFC 5321). */
export const emailAddress = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email({ error: "Write an e-mail address." }));
