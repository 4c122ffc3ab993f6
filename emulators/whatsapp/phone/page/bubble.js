import { renderMarks } from "./chat-marks.js";

const ticks = {
  clock: ["M9 2.5a4.5 4.5 0 1 0 .01 0M9 4.5V7l1.5 1"],
  one: ["M4 6.5l3 3L13.5 3"],
  two: ["M1.5 6.5l3 3L11 3", "M8 9.2l.4.3L15 3"],
  failed: ["M9 1.5a5 5 0 1 0 .01 0M9 4v3M9 9v.1"],
};
const tickOf = { accepted: "clock", sent: "one", delivered: "two", read: "two", failed: "failed" };
const meaning = {
  accepted: "accepted, not yet sent",
  sent: "sent",
  delivered: "delivered",
  read: "read",
  failed: "failed",
};
const replyIcon = ["M9 7L4 12l5 5", "M4 12h9a7 7 0 0 1 7 7"];

/**
 * A message as a bubble.
 * @param message as `/__phone/conversations/.../messages` gives it
 * @param hooks `quote(message)`, `show(wamid)`, `choose(message, reply)`; `names.business`, `emojis`, `turn`
 */
export function bubble(message, { quote, show, choose, businessName, emojis, turn }) {
  const mine = message.direction === "in";
  const node = make("div", `message${mine ? " mine" : ""}${turn ? " turn" : ""}`);
  node.id = message.wamid;
  if (message.quoted) node.append(quotedBox(message.quoted, businessName, show));
  const media = mediaNode(message);
  if (media) node.append(media);
  const text = make("span", "text");
  text.append(renderMarks(message.text));
  node.append(text, meta(message, mine));
  const options = mine ? [] : optionsOf(message.content);
  if (options.length > 0) node.append(optionList(message, options, choose));
  if (message.error)
    node.append(make("div", "error", `Not delivered: ${message.error.title} (${message.error.code})`));
  if (emojis.length > 0) {
    node.classList.add("reacted");
    node.append(make("span", "reactions", emojis.join(" ")));
  }
  const reply = make("button", "icon reply");
  reply.type = "button";
  reply.setAttribute("aria-label", `Quote: ${message.text.slice(0, 60)}`);
  reply.append(icon(replyIcon, "0 0 24 24"));
  reply.addEventListener("click", () => quote(message));
  node.append(reply);
  return node;
}

export function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

/** The small ticks of a message. On the business's messages they show what the business is told. */
export function tickMark(message) {
  const mine = message.direction === "in";
  const mark = make("span", `ticks ${message.status}`);
  mark.setAttribute("role", "img");
  const label = `${mine ? "" : "The business sees: "}${meaning[message.status]}`;
  mark.setAttribute("aria-label", label);
  mark.title = label;
  mark.append(icon(ticks[tickOf[message.status]], "0 0 18 12"));
  return mark;
}

export function clockTime(iso) {
  return new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function meta(message) {
  const node = make("span", "meta");
  const time = make("time", "", clockTime(message.at));
  time.dateTime = message.at;
  time.title = new Date(message.at).toLocaleString();
  node.append(time, tickMark(message));
  return node;
}

function quotedBox(quoted, businessName, show) {
  const box = make("button", "quoted");
  box.type = "button";
  box.append(make("strong", "", quoted.direction === "in" ? "You" : businessName));
  box.append(make("span", "", quoted.text ?? "This message is not here"));
  box.addEventListener("click", () => show(quoted.wamid));
  return box;
}

/** Files that either side put on this server; a link elsewhere is not loaded. */
function mediaNode({ type, content }) {
  if (!["image", "sticker", "video", "audio", "document"].includes(type) || !/^\d+$/.test(content?.id ?? ""))
    return undefined;
  const url = `/__phone/media/${content.id}`;
  if (type === "image" || type === "sticker") {
    const image = make("img");
    image.src = url;
    image.alt = content.caption ?? type;
    return image;
  }
  if (type === "audio" || type === "video") {
    const player = make(type);
    player.src = url;
    player.controls = true;
    return player;
  }
  const link = make("a", "", content.filename ?? "Open the document");
  link.href = url;
  link.target = "_blank";
  const line = make("div");
  line.append(link);
  return line;
}

/** What the customer may tap: reply buttons, list rows. */
function optionsOf(content) {
  const buttons = content?.action?.buttons ?? [];
  const rows = (content?.action?.sections ?? []).flatMap((section) => section.rows ?? []);
  return [
    ...buttons.map(({ reply }) => ({
      title: reply.title,
      reply: { type: "button_reply", button_reply: reply },
    })),
    ...rows.map((row) => ({ title: row.title, reply: { type: "list_reply", list_reply: row } })),
  ];
}

function optionList(message, options, choose) {
  const list = make("div", "options");
  for (const { title, reply } of options) {
    const button = make("button", "", title);
    button.type = "button";
    button.addEventListener("click", () => choose(message, reply));
    list.append(button);
  }
  return list;
}

function icon(paths, viewBox) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
