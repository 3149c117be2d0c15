/**
 * How many SMS a text is sent as: https://www.twilio.com/docs/glossary/what-sms-character-limit
 *
 * GSM 03.38 packs 160 septets into one message and 153 into each part of a longer one. One character outside it turns
 * the whole text into UCS-2, with 70 and 67 units. What takes two septets or units is never split over two parts.
 */

/** Of one septet each. */
const gsmBasic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
    "abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Written with an escape, so of two. */
const gsmExtended = new Set("\f^{}\\[~]|€");

export type Alphabet = "GSM-7" | "UCS-2";

export interface Segments {
  readonly alphabet: Alphabet;
  readonly count: number;
}

const room = { "GSM-7": { alone: 160, part: 153 }, "UCS-2": { alone: 70, part: 67 } } as const;

/**
 * Longest text that Twilio takes, in UTF-16 units, and the most that one comes to: 1600 euro signs, at 76 a part, and
 * 800 emoji, at 33.
 */
export const bodyLengthMax = 1600;
export const segmentsMax: Readonly<Record<Alphabet, number>> = { "GSM-7": 22, "UCS-2": 25 };

export function countSegments(text: string): Segments {
  const characters = [...text];
  const isGsm = characters.every((character) => gsmBasic.has(character) || gsmExtended.has(character));
  const alphabet = isGsm ? "GSM-7" : "UCS-2";
  const units = characters.map((character) =>
    isGsm ? (gsmExtended.has(character) ? 2 : 1) : character.length,
  );
  const { alone, part } = room[alphabet];
  if (units.reduce((sum, unit) => sum + unit, 0) <= alone) return { alphabet, count: 1 };
  let count = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > part) {
      count += 1;
      used = 0;
    }
    used += unit;
  }
  return { alphabet, count };
}
