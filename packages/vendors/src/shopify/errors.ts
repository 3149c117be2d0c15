import { type DenialAnswer, type DenialInput, denialHeaders, denialReason } from "../denial.ts";

/**
 * A denial in the shape that Shopify's clients read. The GraphQL client takes a message from `errors` only of an
 * answer 200; of any other it drops the body and shows the reason phrase, which then carries the sentence. What is
 * wrong with the key itself (401) and faults of the proxy (5xx) keep their status all the same, so that they are not
 * taken for an answer of the store.
 */
export function deny({ status, code, message, path }: DenialInput): DenialAnswer {
  const reason = `${denialReason(code)}: ${message}`;
  const isGraphql = path.endsWith("/graphql.json");
  return {
    status: isGraphql && status !== 401 && status < 500 ? 200 : status,
    reason,
    headers: denialHeaders,
    body: JSON.stringify(
      isGraphql ? { errors: [{ message, extensions: { code } }] } : { errors: message, code },
    ),
  };
}
