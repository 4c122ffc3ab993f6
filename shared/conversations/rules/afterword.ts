import { readSmallTalk } from "../../language/small-talk.ts";

/** Whether a message says nothing but thanks, goodbye or "ok": after a close, that is no reason to open it again. */
export function isAfterword({ type, body }: { type: string; body: string }): boolean {
  if (type === "sticker") return true;
  if (type !== "text") return false;
  const kind = readSmallTalk(body);
  return kind !== undefined && kind !== "greeting";
}
