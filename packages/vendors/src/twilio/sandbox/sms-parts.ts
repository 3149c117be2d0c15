/** How many parts this Twilio makes of a text: written apart from the connector's, to be held against it. */

const oneSeptet = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/u;
const twoSeptets = /^[\f^{}\\[~\]|€]$/u;

export function smsParts(text: string): number {
  const weights: number[] = [];
  for (const character of text) {
    if (oneSeptet.test(character)) weights.push(1);
    else if (twoSeptets.test(character)) weights.push(2);
    else
      return pack(
        [...text].map((each) => (each.charCodeAt(0) >= 0xd800 && each.length === 2 ? 2 : 1)),
        70,
        67,
      );
  }
  return pack(weights, 160, 153);
}

function pack(weights: readonly number[], alone: number, each: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  if (total <= alone) return 1;
  const parts = [0];
  for (const weight of weights) {
    const last = parts.length - 1;
    if ((parts[last] ?? 0) + weight <= each) parts[last] = (parts[last] ?? 0) + weight;
    else parts.push(weight);
  }
  return parts.length;
}
