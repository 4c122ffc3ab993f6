import type { IncomingMessage } from "node:http";
import type { Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";
import type { State } from "../store/state.ts";
import { graphError, noSuchObject } from "./graph-error.ts";

/** The numbers that the request's token opens, or the refusal. */
export function numbersOfToken(state: State, request: IncomingMessage): BusinessNumber[] | Reply {
  const token = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const numbers = [...state.numbers.values()].filter(({ accessToken }) => accessToken === token);
  if (numbers.length > 0) return numbers;
  return graphError({ code: 190, message: "Invalid OAuth access token - Cannot parse access token" });
}

/** The business number if the token opens it, or the refusal. */
export function authorizeNumber(
  state: State,
  request: IncomingMessage,
  phoneNumberId: string,
): BusinessNumber | Reply {
  const numbers = numbersOfToken(state, request);
  if (!Array.isArray(numbers)) return numbers;
  return numbers.find((number) => number.phoneNumberId === phoneNumberId) ?? noSuchObject(phoneNumberId);
}

export function isReply(value: object): value is Reply {
  return "status" in value && "body" in value;
}
