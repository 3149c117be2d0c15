import type { VendorAnswer } from "../../outcome.ts";
import type { OutgoingRequest } from "../../pricing.ts";
import type { Movement } from "../../sandbox.ts";
import { createStripeSandbox } from "../sandbox/stripe-sandbox.ts";

export interface Sent extends VendorAnswer {
  readonly object: Readonly<Record<string, unknown>>;
  readonly movements: readonly Movement[];
}

/** The sandbox without its server, so that properties can ask it thousands of times. */
export class InProcessSandbox {
  readonly #vendor = createStripeSandbox();

  /** What the connector would send. */
  send(
    { method, target, headers, body }: OutgoingRequest,
    extra: Readonly<Record<string, string>> = {},
  ): Sent {
    const [path = "", query = ""] = target.split("?");
    const reception = this.#vendor.receive({
      method,
      path,
      query,
      headers: { authorization: "Bearer sk_test_inprocess0001", ...Object.fromEntries(headers), ...extra },
      body: body ?? Buffer.alloc(0),
    });
    const answer = reception.kind === "accepted" ? reception.execution.run() : reception.answer;
    const text = answer.body;
    return {
      status: answer.status,
      headers: new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.from(text),
      object: JSON.parse(text),
      movements: answer.movements,
    };
  }

  /** Sets the scene: a form, past the connector. Throws when it is refused. */
  make(line: string, form = ""): Sent["object"] {
    const [method = "", target = ""] = line.split(" ");
    const headers = [["content-type", "application/x-www-form-urlencoded"]] as const;
    const isGet = method === "GET";
    const sent = this.send({
      origin: "",
      method,
      target: isGet && form !== "" ? `${target}?${form}` : target,
      headers: isGet ? [] : headers,
      body: isGet ? null : Buffer.from(form),
    });
    if (sent.status !== 200) throw new Error(`${line} ${form}: ${sent.status} ${sent.body}`);
    return sent.object;
  }
}
