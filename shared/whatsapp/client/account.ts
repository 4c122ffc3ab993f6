import { asObject, asText } from "../../contracts/loose-json.ts";
import { callGraph } from "./call.ts";
import type { CallOutcome } from "./call-outcome.ts";

/** A WhatsApp Business account, and a token that opens it. */
type AccountAccess = { businessAccountId: string; accessToken: string };

type Failed = Exclude<CallOutcome, { kind: "answered" }>;

export type AccountCalls = {
  /** Whether the number is one of the account's; undefined when the list is too long to tell. */
  hasPhoneNumber(
    access: AccountAccess & { phoneNumberId: string },
  ): Promise<{ kind: "answered"; has: boolean | undefined } | Failed>;
  /** From now on the app of the token gets the account's webhooks; without this, none. May be repeated. */
  subscribeApp(access: AccountAccess): Promise<{ kind: "done" } | Failed>;
  /** Ends that; may be repeated. */
  unsubscribeApp(access: AccountAccess): Promise<{ kind: "done" } | Failed>;
};

/** More numbers than any account is known to have. */
const maxPages = 100;

/** Calls of Graph that concern a whole account. */
export function createAccountCalls({ root, timeoutMs }: { root: string; timeoutMs: number }): AccountCalls {
  async function setSubscription(
    method: "POST" | "DELETE",
    { businessAccountId, accessToken }: AccountAccess,
  ): Promise<{ kind: "done" } | Failed> {
    const url = `${root}/${encodeURIComponent(businessAccountId)}/subscribed_apps`;
    const outcome = await callGraph({ method, url, accessToken, timeoutMs });
    return outcome.kind === "answered" ? { kind: "done" } : outcome;
  }

  return {
    async hasPhoneNumber({ businessAccountId, accessToken, phoneNumberId }) {
      const list = `${root}/${encodeURIComponent(businessAccountId)}/phone_numbers?fields=id&limit=100`;
      let after: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const url = after === undefined ? list : `${list}&after=${encodeURIComponent(after)}`;
        const outcome = await callGraph({ method: "GET", url, accessToken, timeoutMs });
        if (outcome.kind !== "answered") return outcome;
        const { ids, next } = readPage(outcome.body);
        if (ids.includes(phoneNumberId)) return { kind: "answered", has: true };
        if (next === undefined) return { kind: "answered", has: false };
        after = next;
      }
      return { kind: "answered", has: undefined };
    },
    subscribeApp: async (access) => setSubscription("POST", access),
    unsubscribeApp: async (access) => setSubscription("DELETE", access),
  };
}

/** Graph's address of the next page would carry us, and the token, wherever it says: only its cursor is taken. */
function readPage(body: unknown): { ids: (string | undefined)[]; next: string | undefined } {
  const page = asObject(body);
  const data: unknown = page?.["data"];
  const ids = Array.isArray(data) ? data.map((number) => asText(asObject(number)?.["id"])) : [];
  const paging = asObject(page?.["paging"]);
  const next = paging?.["next"] === undefined ? undefined : asText(asObject(paging["cursors"])?.["after"]);
  return { ids, next };
}
