import { initial, renderChatList } from "./chat-list.js";
import { createMessageLog } from "./message-log.js";
import { server } from "./server.js";

const $ = (id) => document.getElementById(id);
const app = $("app");
const identity = $("identity");
const draft = $("draft");
const presence = $("presence");

let outlets = new Map();
let current;
/** The chat whose messages are on the screen. */
let drawn;
let events;
let quoted;
let typingTimer;
let sending = Promise.resolve();

const log = createMessageLog($("log"), $("to-end"), { quote: setQuote, choose: sendChoice });

function setQuote(message) {
  quoted = message;
  $("quote").hidden = message === undefined;
  if (message === undefined) return;
  $("quote-who").textContent = message.direction === "in" ? "You" : outletName();
  $("quote-text").textContent = message.text;
  draft.focus();
}

function outletName() {
  return outlets.get(current.phoneNumberId)?.name ?? current.phoneNumberId;
}

async function openChat(phoneNumberId, customer, name) {
  const settings = { autoRead: false, ...(name ? { name } : {}) };
  const person = await server.setCustomer(customer, settings);
  current = { phoneNumberId, customer };
  location.hash = new URLSearchParams({ to: phoneNumberId, from: customer }).toString();
  app.classList.add("chatting");
  $("chat").hidden = false;
  $("outlet-name").textContent = outletName();
  $("outlet-avatar").textContent = initial(outletName());
  $("me").textContent = `${person.name}\n+${customer}`;
  document.title = `${person.name} › ${outletName()}`;
  identity.hidden = true;
  $("new-chat").setAttribute("aria-expanded", "false");
  setQuote(undefined);
  log.reset([], outletName());
  showTyping(undefined);
  listen();
  draft.focus();
}

/** The stream closes and opens again with the page's visibility, since a hidden page reads nothing. */
function listen() {
  events?.close();
  const chat = current;
  events = server.events(chat, document.visibilityState === "visible");
  events.addEventListener("open", () => void reload(chat));
  events.addEventListener("error", () => trouble("The server does not answer. Trying again…"));
  for (const type of ["message", "status"])
    events.addEventListener(type, ({ data }) => {
      const message = JSON.parse(data);
      if (message.direction === "out" && type === "message") showTyping(undefined);
      log.put(message);
      refreshList();
    });
  events.addEventListener("typing", ({ data }) => showTyping(JSON.parse(data).until));
}

async function reload(chat) {
  const messages = await server.messages(chat);
  if (chat !== current) return;
  trouble(undefined);
  if (drawn === chat) for (const message of messages) log.put(message);
  else log.reset(messages, outletName());
  drawn = chat;
  refreshList();
}

function showTyping(until) {
  clearTimeout(typingTimer);
  const leftMs = until === undefined ? 0 : Date.parse(until) - Date.now();
  const isTyping = leftMs > 0;
  log.typing(isTyping);
  presence.textContent = isTyping
    ? "typing…"
    : `+${(outlets.get(current.phoneNumberId)?.displayPhoneNumber ?? "").replace(/^\+/, "")}`;
  presence.classList.toggle("typing", isTyping);
  if (isTyping) typingTimer = setTimeout(() => showTyping(undefined), leftMs);
}

function trouble(text) {
  $("trouble").hidden = text === undefined;
  $("trouble").textContent = text ?? "";
}

/** One after the other, so that quick lines keep their order. */
function send(message) {
  const { customer: from, phoneNumberId: to } = current;
  sending = sending
    .then(() => server.send({ from, to, ...message }))
    .then(() => trouble(undefined))
    .catch((error) => trouble(`Not sent: ${error.message}`));
  return sending;
}

function sendDraft() {
  const text = draft.value.trim();
  if (text === "") return;
  void send({ text, ...(quoted && { replyTo: quoted.wamid }) });
  draft.value = "";
  setQuote(undefined);
}

function sendChoice(message, reply) {
  void send({ replyTo: message.wamid, raw: { type: "interactive", interactive: reply } });
}

let listTimer;
function refreshList() {
  listTimer ??= setTimeout(async () => {
    listTimer = undefined;
    try {
      renderChatList(
        $("chats"),
        await server.conversations(),
        outlets,
        current,
        (to, from) => void openChat(to, from),
      );
    } catch {
      // The next refresh comes soon; the chat itself tells of trouble.
    }
  }, 150);
}

identity.addEventListener("submit", (event) => {
  event.preventDefault();
  const { customer: phone, name, outlet } = identity.elements;
  const customer = phone.value.replaceAll(/\D/g, "");
  const valid = customer.length >= 5 && customer.length <= 15;
  $("identity-error").textContent = valid ? "" : "A phone number has 5 to 15 digits, country code first.";
  if (valid) void openChat(outlet.value, customer, name.value.trim());
});
$("new-chat").addEventListener("click", () => {
  identity.hidden = !identity.hidden;
  $("new-chat").setAttribute("aria-expanded", String(!identity.hidden));
  if (!identity.hidden) identity.elements.customer.focus();
});
$("back").addEventListener("click", () => {
  app.classList.remove("chatting");
  $("chat").hidden = true;
  events?.close();
  current = undefined;
  history.replaceState(null, "", location.pathname);
  refreshList();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendDraft();
});
draft.addEventListener("keydown", (event) => {
  if (event.key === "Escape") setQuote(undefined);
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendDraft();
});
$("quote-cancel").addEventListener("click", () => setQuote(undefined));
document.addEventListener("visibilitychange", () => current && listen());

outlets = new Map((await server.outlets()).map((outlet) => [outlet.phoneNumberId, outlet]));
for (const { phoneNumberId, name, displayPhoneNumber } of outlets.values())
  identity.elements.outlet.append(
    new Option(name === displayPhoneNumber ? name : `${name} (${displayPhoneNumber})`, phoneNumberId),
  );
const asked = new URLSearchParams(location.hash.slice(1));
const customer = asked.get("from")?.replaceAll(/\D/g, "");
if (customer && outlets.has(asked.get("to")))
  await openChat(asked.get("to"), customer, asked.get("name") ?? "");
refreshList();
setInterval(refreshList, 5000);
