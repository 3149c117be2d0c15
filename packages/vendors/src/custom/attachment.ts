import type { CustomVendor } from "@keybrake/policy";
import type { KeyPlace } from "../credential.ts";
import type { Vendor } from "../vendor.ts";

interface Attachment {
  /** What credentials are sealed to: it tells every way of attaching apart. */
  readonly attachment: string;
  readonly attach: Vendor["attach"];
  readonly keyPlaces: readonly KeyPlace[];
  readonly keyHeader: string | null;
}

/** How the real secret goes into a request, and where a vault key may stand in its place. Bearer always will do. */
export function createAttachment(attachment: CustomVendor["attachment"]): Attachment {
  switch (attachment.kind) {
    case "bearer":
      return {
        attachment: "bearer",
        attach: ({ secret }) => [["authorization", `Bearer ${required(secret)}`]],
        keyPlaces: ["bearer"],
        keyHeader: null,
      };
    case "basic": {
      const { secretIs, other } = attachment;
      const pairOf = (secret: string) => (secretIs === "user" ? `${secret}:${other}` : `${other}:${secret}`);
      return {
        attachment: `basic ${secretIs} ${other}`,
        attach: ({ secret }) => [
          ["authorization", `Basic ${Buffer.from(pairOf(required(secret))).toString("base64")}`],
        ],
        keyPlaces: ["bearer", secretIs === "user" ? "basic-user" : "basic-password"],
        keyHeader: null,
      };
    }
    case "header":
      return {
        attachment: `header ${attachment.name}`,
        attach: ({ secret }) => [[attachment.name, required(secret)]],
        keyPlaces: ["bearer", "header"],
        keyHeader: attachment.name,
      };
    default:
      return attachment satisfies never;
  }
}

function required(secret: string | undefined): string {
  if (secret === undefined) throw new TypeError("a credential without its secret");
  return secret;
}
