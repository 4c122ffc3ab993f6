import type { IncomingMessage } from "node:http";
import type { Context } from "../context.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";
import { numbersOfToken } from "./authorize.ts";
import { describeNumber } from "./describe-number.ts";
import { noSuchObject } from "./graph-error.ts";

/** `GET /{waba_id}/phone_numbers`, in pages by `limit` (Graph's default is 25) and `after`. */
export function phoneNumbers(
  { state }: Context,
  request: IncomingMessage,
  wabaId: string,
  query: URLSearchParams,
): Reply {
  const numbers = numbersOfToken(state, request);
  if (!Array.isArray(numbers)) return numbers;
  if (!numbers.some((number) => number.wabaId === wabaId)) return noSuchObject(wabaId);
  const ofAccount = [...state.numbers.values()].filter((number) => number.wabaId === wabaId);
  const start = ofAccount.findIndex((number) => number.phoneNumberId === query.get("after")) + 1;
  const end = start + Number(query.get("limit") ?? 25);
  const page = ofAccount.slice(start, end);
  const data = page.map((number) => describeNumber(number, query.get("fields")));
  return jsonReply({ data, ...pagingOf(page, end < ofAccount.length) });
}

function pagingOf(page: BusinessNumber[], more: boolean): object {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return {};
  const cursors = { before: first.phoneNumberId, after: last.phoneNumberId };
  return { paging: { cursors, ...(more && { next: "https://graph.facebook.com/next-page" }) } };
}
