import { emojiRow, openMenu } from "./menu.js";
import { askFor } from "./sheet.js";

const quick = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const editableForMs = 15 * 60_000;

/** What can be done with a message: react to the business's, change one's own, quote and copy either. */
export function openMessageMenu(message, anchor, { react, quote, edit, remove }) {
  const mine = message.direction === "in";
  const own = message.reactions.in;
  const items = [
    { label: "Reply", iconName: "reply", onClick: () => quote(message) },
    ...(message.card.text ? [copyItem(message.card.text)] : []),
    ...(mine && canEdit(message) ? [{ label: "Edit", iconName: "edit", onClick: () => edit(message) }] : []),
    ...(mine
      ? [{ label: "Delete for everyone", iconName: "trash", danger: true, onClick: () => remove(message) }]
      : [
          {
            label: "Another reaction…",
            iconName: "sticker",
            onClick: () => void askReaction(message, react),
          },
        ]),
  ];
  const emojis = (close) => {
    const choose = (emoji) => {
      close();
      react(message, emoji === own ? "" : emoji);
    };
    return [emojiRow(own && !quick.includes(own) ? [...quick, own] : quick, own, choose)];
  };
  openMenu(anchor, message.deleted ? items.slice(0, 1) : items, mine || message.deleted ? undefined : emojis);
}

export function canEdit({ direction, type, deleted, at, unsent }) {
  const isFresh = Date.now() - Date.parse(at) < editableForMs;
  return (
    direction === "in" &&
    !deleted &&
    !unsent &&
    isFresh &&
    ["text", "image", "video", "document"].includes(type)
  );
}

function copyItem(text) {
  return { label: "Copy", iconName: "copy", onClick: () => void navigator.clipboard.writeText(text) };
}

async function askReaction(message, react) {
  const field = { name: "emoji", label: "Emoji", required: true, placeholder: "🎉" };
  const given = await askFor({ title: "React", fields: [field], submit: "React" });
  if (given) react(message, given.emoji);
}
