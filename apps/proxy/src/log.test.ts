import { describe, expect, it } from "vitest";
import { createLog } from "./log.ts";

function logged(error: unknown): string {
  const lines: string[] = [];
  createLog("info", { write: (line: string) => void lines.push(line) }).error({ err: error }, "failed");
  return lines.join("");
}

describe("a log line about an error", () => {
  it("shows the message, the code and the causes", () => {
    const cause = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
    const line = JSON.parse(logged(new Error("the ledger failed", { cause })));
    expect(line).toMatchObject({
      level: "error",
      msg: "failed",
      err: { message: "the ledger failed", cause: { message: "connection refused", code: "ECONNREFUSED" } },
    });
  });

  it("leaves out whatever else hangs on an error: a driver puts the row there", () => {
    const error = Object.assign(new Error("insert failed"), {
      detail: "Failing row contains (sk_live_1)",
      body: "b",
    });
    expect(logged(error)).not.toContain("Failing row");
    expect(logged(error)).not.toContain('"body"');
  });

  it("hides what has the shape of a key, even in a message", () => {
    const token = `vk_${"a1B2".repeat(9)}zz`;
    const line = logged(new Error(`bad header Bearer ${token} for rk_live_51HabcDEF`));
    expect(line).not.toContain(token);
    expect(line).not.toContain("51HabcDEF");
  });
});
