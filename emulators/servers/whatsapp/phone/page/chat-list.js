import { make } from "./dom.js";
import { listTime } from "./time.js";

const shown = 200;

/** The chats of all customers, newest first, each a button. */
export function renderChatList(list, conversations, { outletName, current, search, open }) {
  const rows = conversations
    .filter((chat) => matches(chat, outletName(chat.phoneNumberId), search))
    .slice(0, shown)
    .map((chat) => {
      const row = make("li");
      row.append(chatButton(chat, { outletName, current, open }));
      return row;
    });
  if (rows.length === 0) rows.push(make("li", "none", search ? "No chat is called so" : "No chats yet"));
  list.replaceChildren(...rows);
}

function chatButton(chat, { outletName, current, open }) {
  const { phoneNumberId, customer, name, last, unread } = chat;
  const button = make("button");
  button.type = "button";
  const isCurrent = customer === current?.customer && phoneNumberId === current.phoneNumberId;
  button.setAttribute("aria-current", String(isCurrent));
  button.append(avatar(name));
  button.append(make("span", "title", name), make("time", "", last ? listTime(last.at) : ""));
  button.append(make("span", "outlet", `${nameOf(chat)} › ${outletName(phoneNumberId)}`));
  button.append(
    make("span", "last", `${last?.direction === "out" ? "" : "You: "}${last?.summary.slice(0, 120) ?? ""}`),
  );
  if (unread > 0) {
    const badge = make("span", "badge", String(unread));
    badge.setAttribute("aria-label", `${unread} unread`);
    button.append(badge);
  }
  button.addEventListener("click", () => open(phoneNumberId, customer));
  return button;
}

function matches({ name, customer, username }, outlet, search) {
  const wanted = search.trim().toLowerCase();
  return [name, customer, username ?? "", outlet].some((text) => text.toLowerCase().includes(wanted));
}

/** How businesses know the customer: by number, or by what stands in its place. */
export function nameOf({ customer, username, hidesPhone }) {
  if (!hidesPhone) return `+${customer}`;
  return username ? `@${username}` : "number hidden";
}

/** A colour of its own for each name. */
export function avatar(name) {
  const node = make("span", "avatar", initial(name));
  node.setAttribute("aria-hidden", "true");
  node.dataset.tint = String(tintOf(name));
  return node;
}

export function tintOf(name) {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);
}

export function initial(name) {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}
