import type { Context } from "../context.ts";
import { storeMedia } from "../graph/store-media.ts";
import type { BusinessNumber } from "../options.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer } from "../store/state.ts";
import { digitsOf } from "../webhook/metadata.ts";
import { numberUpdate } from "../webhook/number-update.ts";

const dayMs = 86_400_000;
/** Days back that each phase reaches. */
const phases = [1, 90, 180];
const mediaDays = 14;

/** Newest first: a phase's chunks, each with how far the whole has come. */
export function tellHistory(
  { state, dispatcher }: Context,
  number: BusinessNumber,
  messages: readonly ChatMessage[],
  size: number,
): void {
  const now = Date.now();
  let told = 0;
  for (const [phase, days] of phases.entries()) {
    const since = now - days * dayMs;
    const until = now - (phases[phase - 1] ?? 0) * dayMs;
    const own = messages.filter(({ at }) => at > since && at <= until);
    for (let start = 0; start < own.length; start += size) {
      const chunk = own.slice(start, start + size);
      told += chunk.length;
      const progress = Math.floor((told / messages.length) * 100);
      const threads = [...Map.groupBy(chunk, ({ customer }) => customer)].map(([id, inThread]) => {
        const person = ensureCustomer(state, id);
        const context = {
          ...(!person.hidesPhone && { wa_id: id }),
          user_id: userIdOf(person, number.wabaId),
          ...(person.username !== undefined && { username: person.username }),
        };
        return { id, context, messages: inThread.map((message) => historyItem(number, message)) };
      });
      const metadata = { phase, chunk_order: start / size + 1, progress };
      dispatcher.tell(numberUpdate(number, "history", { history: [{ metadata, threads }] }));
    }
  }
}

function historyItem(number: BusinessNumber, message: ChatMessage, isPlaceholder = true): object {
  const { wamid, at, type, content, customer, direction } = message;
  const business = digitsOf(number);
  const told = type === "image" && isPlaceholder ? "media_placeholder" : type;
  return {
    ...(direction === "in" ? { from: customer } : { from: business, to: customer }),
    id: wamid,
    timestamp: String(Math.floor(at / 1000)),
    type: told,
    ...(told === type && { [type]: content }),
    history_context: { status: "READ" },
  };
}

/** The files of the last days follow by themselves, each in a history webhook with the same message id. */
export async function tellHistoryMedia(
  context: Context,
  number: BusinessNumber,
  messages: readonly ChatMessage[],
): Promise<void> {
  const { state, dispatcher } = context;
  const recent = messages.filter(({ type, at }) => type === "image" && at > Date.now() - mediaDays * dayMs);
  for (const message of recent) {
    const file = { phoneNumberId: number.phoneNumberId, mimeType: "image/png", filename: undefined };
    const { id, sha256 } = await storeMedia(state, { ...file, from: "customer" }, onePixel);
    message.content = { id, mime_type: file.mimeType, sha256 };
    state.messages.set(message.wamid, message);
    const item = historyItem(number, message, false);
    const threads = [{ id: message.customer, messages: [item] }];
    dispatcher.tell(numberUpdate(number, "history", { history: [{ threads }] }));
  }
}

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
