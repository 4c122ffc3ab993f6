import { actionList } from "./actions.js";
import { cardParts } from "./card.js";
import { button, drawing, icon, make } from "./dom.js";
import { clockTime } from "./time.js";

const ticks = {
  clock: ["M9 2.5a4.5 4.5 0 1 0 .01 0M9 4.5V7l1.5 1"],
  one: ["M4 6.5l3 3L13.5 3"],
  two: ["M1.5 6.5l3 3L11 3", "M8 9.200l.4.3L15 3"],
  failed: ["M9 1.5a5 5 0 1 0 .01 0M9 4v3M9 9v.1"],
};
const tickOf = {
  accepted: "clock",
  sent: "one",
  delivered: "two",
  read: "two",
  played: "two",
  failed: "failed",
};
const meaning = {
  accepted: "accepted, not yet sent",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "played",
  failed: "failed",
};

/**
 * A message as a bubble.
 * @param message as `/__phone/conversations/.../messages` gives it
 * @param hooks `menu(message, anchor)`, `show(wamid)`, `act(message, action)`, `react(message, emoji)`, `played(wamid)`,
 *   `retry(message)`; `businessName`, `turn` (the other side wrote before)
 */
export function bubble(message, hooks) {
  const { card } = message;
  const mine = message.direction === "in";
  if (message.type === "system") return make("div", "day", card.note);
  const node = make("div", ["message", mine && "mine", hooks.turn && "turn"].filter(Boolean).join(" "));
  node.id = message.wamid;
  node.setAttribute("role", "article");
  node.setAttribute("aria-label", `${mine ? "You" : hooks.businessName}, ${clockTime(message.at)}`);
  if (card.media?.kind === "sticker") node.classList.add("bare");
  const body = make("div", "body");
  node.append(body);
  body.append(...labels(message));
  if (message.quoted) body.append(quotedBox(message.quoted, hooks));
  body.append(...cardParts(message, hooks), meta(message, mine));
  if (message.error) body.append(errorLine(message, hooks));
  if (card.actions) node.append(actionList(message, card.actions, hooks.act));
  if (card.cards) node.append(carousel(message, hooks));
  const reactions = Object.entries(message.reactions);
  if (reactions.length > 0) {
    node.classList.add("reacted");
    node.append(reactionChips(message, reactions, hooks));
  }
  if (!message.unsent) node.append(menuButton(message, hooks));
  return node;
}

function labels({ forwarded, advertisement, fromApp }) {
  const lines = [];
  if (forwarded) lines.push(label("reply", forwarded === "often" ? "Forwarded many times" : "Forwarded"));
  if (fromApp) lines.push(label("call", "From the business's phone"));
  if (advertisement) {
    const line = label("megaphone", advertisement.title);
    line.append(make("span", "", advertisement.text));
    lines.push(line);
  }
  return lines;
}

function label(iconName, text) {
  const line = make("p", "label");
  line.append(icon(iconName), make("strong", "", text));
  return line;
}

/** The small ticks of a message. On the business's messages they show what the business is told. */
function tickMark(message, mine) {
  const mark = make("span", `ticks ${message.status}`);
  mark.setAttribute("role", "img");
  const text = `${mine ? "" : "The business sees: "}${meaning[message.status]}`;
  mark.setAttribute("aria-label", text);
  mark.title = text;
  mark.append(drawing(ticks[tickOf[message.status]], "0 0 18 12"));
  return mark;
}

function meta(message, mine) {
  const node = make("span", "meta");
  if (message.edited && !message.deleted) node.append(make("span", "", "edited"));
  const time = make("time", "", clockTime(message.at));
  time.dateTime = message.at;
  time.title = new Date(message.at).toLocaleString();
  node.append(time, tickMark(message, mine));
  return node;
}

function quotedBox(quoted, { businessName, show }) {
  const box = make("button", `quoted${quoted.direction === "in" ? " own" : ""}`);
  box.type = "button";
  box.append(make("strong", "", quoted.direction === "in" ? "You" : businessName));
  box.append(make("span", "", quoted.text ?? "This message is not here"));
  box.addEventListener("click", () => show(quoted.wamid));
  return box;
}

function errorLine(message, { retry }) {
  const line = make("p", "error");
  if (!message.unsent) {
    const { title, code, details } = message.error;
    line.textContent = `Not delivered: ${title} (${code})`;
    line.title = details;
    return line;
  }
  line.append(make("span", "", `Not sent: ${message.error.title} `));
  line.append(button("Try again", { text: "Try again", onClick: () => retry(message) }));
  return line;
}

function reactionChips(message, reactions, { react }) {
  const box = make("div", "reactions");
  for (const [side, emoji] of reactions) {
    if (side === "in")
      box.append(button(`Take ${emoji} back`, { text: emoji, onClick: () => react(message, "") }));
    else box.append(make("span", "", emoji));
  }
  return box;
}

/** Cards side by side, to be scrolled through. */
function carousel(message, hooks) {
  const row = make("div", "carousel");
  row.tabIndex = 0;
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Carousel");
  for (const card of message.card.cards) {
    const body = make("div", "body");
    body.append(...cardParts({ ...message, card }, hooks));
    const node = make("div", "slide");
    node.append(body);
    if (card.actions) node.append(actionList(message, card.actions, hooks.act));
    row.append(node);
  }
  return row;
}

function menuButton(message, { menu }) {
  const node = button(`More about: ${message.summary.slice(0, 60)}`, {
    className: "icon more",
    iconName: "more",
    onClick: () => menu(message, node),
  });
  node.setAttribute("aria-haspopup", "menu");
  return node;
}
