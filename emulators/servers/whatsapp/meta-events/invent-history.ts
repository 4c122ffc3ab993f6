import { chance } from "../faults/chance.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { newWamid } from "../store/wamid.ts";

const dayMs = 86_400_000;
/** Older than all that came by the API, and among themselves in the order of their time. */
const beforeAll = 1e14;

/** Chats of the phone app from before the number was connected: the more recent, the denser; newest first. */
export function inventHistory(
  phoneNumberId: string,
  { customers, messages, seed }: { customers: number; messages: number; seed: number },
): ChatMessage[] {
  const now = Date.now();
  const invented: ChatMessage[] = [];
  for (let person = 0; person < customers; person += 1) {
    const customer = String(628_990_000_000 + seed * 1000 + person);
    for (let index = 0; index < messages; index += 1) {
      const luck = chance(seed, "history", person, index);
      const at = Math.floor(now - 180 * dayMs * ((index + luck) / messages) ** 2) - 1000;
      const isMedia = luck > 0.8;
      const direction = index % 2 === 1 ? "in" : "out";
      invented.push({
        wamid: newWamid(customer),
        sequence: at - beforeAll,
        phoneNumberId,
        customer,
        direction,
        type: isMedia ? "image" : "text",
        content: isMedia ? {} : { body: lines[direction][Math.floor(luck * 3)] },
        at,
        step: "read",
        stepTimes: { sent: at },
        fromApp: true,
      });
    }
  }
  return invented.toSorted((a, b) => b.at - a.at);
}

const lines = {
  in: ["Are you open on Sunday?", "How much is the blue one?", "It has arrived, looks great 👍"],
  out: ["Yes, from 9 to 5.", "Rp 1.899.000, and we have three left.", "Thank you!"],
};
