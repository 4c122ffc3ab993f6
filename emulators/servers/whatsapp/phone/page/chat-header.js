import { initial, nameOf, tintOf } from "./chat-list.js";
import { byId } from "./dom.js";

/** The bar over the open chat: whom it is with, who writes, and whether the business is typing. */
export function createHeader({ onTyping }) {
  const presence = byId("presence");
  let phone = "";
  let timer;

  function show({ name, displayPhoneNumber }) {
    byId("outlet-name").textContent = name;
    byId("outlet-avatar").textContent = initial(name);
    byId("outlet-avatar").dataset.tint = String(tintOf(name));
    phone = displayPhoneNumber;
    typing(undefined);
  }

  function showMe(me) {
    byId("me-name").textContent = me.name;
    byId("me-id").textContent = nameOf({ ...me, customer: me.phone });
    document.title = `${me.name} › ${byId("outlet-name").textContent}`;
  }

  /** Until then, if that is still to come. */
  function typing(until) {
    clearTimeout(timer);
    const leftMs = until === undefined ? 0 : Date.parse(until) - Date.now();
    const isTyping = leftMs > 0;
    onTyping(isTyping);
    presence.textContent = isTyping ? "typing…" : phone;
    presence.classList.toggle("typing", isTyping);
    if (isTyping) timer = setTimeout(() => typing(undefined), leftMs);
  }

  return { show, showMe, typing };
}
