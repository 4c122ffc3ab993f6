import type { CardAction, RawAnswer } from "../../servers/whatsapp/phone/card/card.ts";
import type { MessageView } from "../../servers/whatsapp/phone/message-view.ts";

/** What the command line asks for; each but `text` is optional. */
export type Asked = {
  text: string;
  location?: string | undefined;
  tap?: string | undefined;
  react?: string | undefined;
  reply?: boolean | undefined;
  edit?: boolean | undefined;
  delete?: boolean | undefined;
  /** Id of an uploaded file, with what it is. */
  file?:
    | { id: string; kind: "image" | "video" | "audio" | "document" | "sticker"; voice: boolean }
    | undefined;
};

type Plan =
  | { kind: "send"; body: Record<string, unknown> }
  | { kind: "edit"; wamid: string; text: string }
  | { kind: "delete"; wamid: string }
  | { kind: "impossible"; why: string };

/** What a customer's phone has to do, given the chat so far, oldest first. */
export function planMessage(asked: Asked, chat: readonly MessageView[]): Plan {
  const lastTheirs = chat.findLast(({ direction, type }) => direction === "out" && type !== "reaction");
  const lastOwn = chat.findLast(
    ({ direction, type, deleted }) => direction === "in" && type !== "reaction" && deleted !== true,
  );
  if (asked.edit === true || asked.delete === true) {
    if (lastOwn === undefined) return impossible("there is no message of the customer to change");
    const { wamid } = lastOwn;
    return asked.edit === true ? { kind: "edit", wamid, text: asked.text } : { kind: "delete", wamid };
  }
  if (asked.tap !== undefined) return planTap(asked.tap, chat);
  if (asked.react !== undefined) {
    if (lastTheirs === undefined) return impossible("there is no message of the business to react to");
    const reaction = { message_id: lastTheirs.wamid, emoji: asked.react };
    return send({ raw: { type: "reaction", reaction } });
  }
  const quote = asked.reply === true && lastTheirs !== undefined ? { replyTo: lastTheirs.wamid } : {};
  if (asked.location !== undefined) return planLocation(asked.location, quote);
  return send({
    ...quote,
    ...(asked.text !== "" && { text: asked.text }),
    ...(asked.file !== undefined && { media: asked.file }),
  });
}

/** Taps a button, or a row of a list, of the newest message that has it. */
function planTap(title: string, chat: readonly MessageView[]): Plan {
  const wanted = title.toLowerCase();
  for (const { wamid, card } of chat.toReversed()) {
    const actions = [card, ...(card.cards ?? [])].flatMap((part) => part.actions ?? []);
    const found = actions.flatMap(answersOf).find((each) => each.title.toLowerCase() === wanted);
    if (found !== undefined) return send({ replyTo: wamid, raw: found.answer });
  }
  return impossible(`no message has a button or a row called ${title}`);
}

function answersOf(action: CardAction): { title: string; answer: RawAnswer }[] {
  if (action.kind === "answer") return [action];
  return action.kind === "list" ? action.sections.flatMap(({ rows }) => rows) : [];
}

function planLocation(location: string, quote: object): Plan {
  const [latitude = Number.NaN, longitude = Number.NaN] = location.split(",").slice(0, 2).map(Number);
  if (Number.isNaN(latitude) || Number.isNaN(longitude))
    return impossible("a location is written as latitude,longitude or latitude,longitude,name");
  const name = location.split(",").slice(2).join(",").trim();
  const content = { latitude, longitude, ...(name !== "" && { name }) };
  return send({ ...quote, raw: { type: "location", location: content } });
}

function send(body: Record<string, unknown>): Plan {
  return { kind: "send", body };
}

function impossible(why: string): Plan {
  return { kind: "impossible", why };
}
