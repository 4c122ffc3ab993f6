import { clockTime, make } from "./bubble.js";

const shown = 100;

/** The chats of all customers, newest first, each a button. */
export function renderChatList(list, conversations, outlets, current, open) {
  const rows = conversations.slice(0, shown).map(({ phoneNumberId, customer, name, last }) => {
    const button = make("button");
    button.type = "button";
    button.setAttribute(
      "aria-current",
      String(customer === current?.customer && phoneNumberId === current.phoneNumberId),
    );
    button.append(make("span", "avatar", initial(name ?? customer)));
    button.append(
      make("span", "title", `${name ?? customer} › ${outlets.get(phoneNumberId)?.name ?? phoneNumberId}`),
    );
    button.append(make("time", "", last ? clockTime(last.at) : ""));
    button.append(make("span", "last", last ? last.text.slice(0, 120) : `+${customer}`));
    button.addEventListener("click", () => open(phoneNumberId, customer));
    const row = make("li");
    row.append(button);
    return row;
  });
  list.replaceChildren(...rows);
}

export function initial(name) {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}
