import { hash } from "node:crypto";
import { type FormDecoded, newRecord } from "./form.ts";

const PARTS_MAX = 32;

/**
 * Reads multipart/form-data (RFC 7578) as far as a file upload needs: fields as text; a file becomes its name under
 * the field's name, with `<field>_size` and `<field>_sha256` beside it.
 */
export function readMultipart(body: Buffer, contentType: string): FormDecoded {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return { ok: false, message: "multipart body without a boundary" };
  const record = newRecord();
  const parts = splitParts(body, Buffer.from(`--${mark}`));
  if (parts === null) return { ok: false, message: "malformed multipart body" };
  for (const part of parts) {
    const headersEnd = part.indexOf("\r\n\r\n");
    if (headersEnd === -1) return { ok: false, message: "malformed multipart body" };
    const headers = part.subarray(0, headersEnd).toString("utf8");
    const name = /[; ]name="([^"]{1,128})"/i.exec(headers)?.[1];
    const filename = /filename="([^"]{0,255})"/i.exec(headers)?.[1];
    if (name === undefined) return { ok: false, message: "multipart part without a name" };
    const content = part.subarray(headersEnd + 4);
    record[name] = filename ?? content.toString("utf8");
    if (filename === undefined) continue;
    record[`${name}_size`] = String(content.length);
    record[`${name}_sha256`] = hash("sha256", content);
  }
  return { ok: true, record };
}

function splitParts(body: Buffer, delimiter: Buffer): Buffer[] | null {
  const parts: Buffer[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1 && parts.length <= PARTS_MAX) {
    const from = start + delimiter.length;
    if (body.subarray(from, from + 2).toString("latin1") === "--") return parts;
    const next = body.indexOf(delimiter, from);
    if (next === -1) return null;
    parts.push(body.subarray(from + 2, next - 2));
    start = next;
  }
  return null;
}
