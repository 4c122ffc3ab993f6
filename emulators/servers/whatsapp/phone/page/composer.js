import { byId } from "./dom.js";

/** The draft with what it quotes or edits; each chat keeps its own. */
export function createComposer({ onSend, onEdit, lastOwn, nameOf }) {
  const draft = byId("draft");
  const drafts = new Map();
  let chatKey;
  let quoted;
  let edited;

  function note(who, text) {
    byId("quote").hidden = who === undefined;
    byId("quote-who").textContent = who ?? "";
    byId("quote-text").textContent = text ?? "";
  }

  function quote(message) {
    if (edited) cancel();
    quoted = message;
    note(nameOf(message), message.summary);
    draft.focus();
  }

  function edit(message) {
    quoted = undefined;
    edited = message;
    note("Edit message", message.summary);
    setText(message.card.text ?? "");
    draft.focus();
  }

  function cancel() {
    if (edited) setText("");
    quoted = undefined;
    edited = undefined;
    note();
  }

  function setText(text) {
    draft.value = text;
    const hasText = text.trim() !== "";
    byId("send").hidden = !hasText;
    byId("record").classList.toggle("away", hasText);
  }

  function submit() {
    const text = draft.value.trim();
    if (text === "") return;
    if (edited) onEdit(edited, text);
    else onSend({ text, ...takeQuote() });
    quoted = undefined;
    edited = undefined;
    note();
    setText("");
  }

  /** What the next message replies to, which is thereby used up. */
  function takeQuote() {
    const reply = quoted ? { replyTo: quoted.wamid } : {};
    if (quoted) cancel();
    return reply;
  }

  function openChat(key) {
    if (chatKey !== undefined && !edited) drafts.set(chatKey, draft.value);
    cancel();
    chatKey = key;
    setText(drafts.get(key) ?? "");
  }

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  draft.addEventListener("input", () => setText(draft.value));
  draft.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    if (event.key === "ArrowUp" && draft.value === "") {
      const own = lastOwn();
      if (own) {
        event.preventDefault();
        edit(own);
      }
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  byId("quote-cancel").addEventListener("click", () => {
    cancel();
    draft.focus();
  });
  return { quote, edit, takeQuote, openChat };
}
