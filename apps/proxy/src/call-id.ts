import { randomFillSync } from "node:crypto";
import { V7Generator } from "uuidv7";

/** A call to the system's generator costs more than the id itself, so its numbers are fetched by the thousand. */
const numbers = new Uint32Array(1_024);
let used = numbers.length;

const generator = new V7Generator({
  nextUint32: () => {
    if (used === numbers.length) {
      randomFillSync(numbers);
      used = 0;
    }
    const number = numbers[used] ?? 0;
    used += 1;
    return number;
  },
});

/** A UUIDv7: its time orders the audit log and picks the partition; within a millisecond it counts up. */
export function newCallId(): string {
  return generator.generate().toString();
}
