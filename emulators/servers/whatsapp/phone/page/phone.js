import { answer } from "./answer.js";
import { createAttachments } from "./attachments.js";
import { createHeader } from "./chat-header.js";
import { renderChatList } from "./chat-list.js";
import { createComposer } from "./composer.js";
import { byId } from "./dom.js";
import { createMessageLog } from "./message-log.js";
import { canEdit, openMessageMenu } from "./message-menu.js";
import { askNewChat, askProfile } from "./profile.js";
import { createRecorder } from "./recorder.js";
import { server } from "./server.js";
import { createOutbox } from "./outbox.js";

let outlets = new Map();
let current;
let me;
/** The chat whose messages are on the screen. */
let drawn;
let events;

const outbox = createOutbox({
  deliver: (message) => server.send(message),
  onFailure: (message) => isOpen(message) && log.put(message),
});
const log = createMessageLog(byId("log"), byId("to-end"), {
  act: (message, action) => void attempt(answer(message, action, { send, me: () => me, sendLocation })),
  react: (message, emoji) => void react(message, emoji),
  played: (wamid) => void server.played(wamid),
  menu: (message, anchor) =>
    openMessageMenu(message, anchor, { react, quote: composer.quote, edit: composer.edit, remove }),
  retry: (message) => {
    log.drop(message.wamid);
    void outbox.send(message.given);
  },
});
const header = createHeader({ onTyping: (isTyping) => log.typing(isTyping) });
const composer = createComposer({
  onSend: send,
  onEdit: (message, text) => void attempt(server.edit(message.wamid, text)),
  lastOwn: () => log.all().findLast(canEdit),
  nameOf: (message) => (message.direction === "in" ? "You" : outletName()),
});
const { sendLocation } = createAttachments({
  anchor: byId("attach"),
  drop: byId("chat"),
  draft: byId("draft"),
  send: (message) => send({ ...composer.takeQuote(), ...message }),
  upload: (file) => server.upload(file, current.phoneNumberId),
  trouble,
});
const recorder = createRecorder({
  trouble,
  onDone: (recording) => void attempt(sendRecording(recording)),
});

function outletName(phoneNumberId = current.phoneNumberId) {
  return outlets.get(phoneNumberId)?.name ?? phoneNumberId;
}

function isOpen({ phoneNumberId, customer }) {
  return customer === current?.customer && phoneNumberId === current.phoneNumberId;
}

function send(given) {
  const { customer: from, phoneNumberId: to } = current;
  return outbox.send({ from, to, ...given });
}

async function sendRecording(recording) {
  const id = await server.upload(recording, current.phoneNumberId);
  await send({ ...composer.takeQuote(), media: { kind: "audio", id } });
}

async function react(message, emoji) {
  await send({ raw: { type: "reaction", reaction: { message_id: message.wamid, emoji } } });
}

function remove({ wamid }) {
  void attempt(server.remove(wamid));
}

async function attempt(work) {
  try {
    await work;
    trouble(undefined);
  } catch (error) {
    trouble(error.message);
  }
}

async function openChat(phoneNumberId, customer, settings = {}) {
  me = await server.setCustomer(customer, { autoRead: false, ...settings });
  void recorder.cancel();
  current = { phoneNumberId, customer };
  location.hash = new URLSearchParams({ to: phoneNumberId, from: customer }).toString();
  byId("app").classList.add("chatting");
  byId("chat").hidden = false;
  header.show(outlets.get(phoneNumberId) ?? { name: phoneNumberId, displayPhoneNumber: "" });
  header.showMe(me);
  composer.openChat(`${phoneNumberId}:${customer}`);
  log.reset([], outletName());
  drawn = undefined;
  listen();
  // On a phone the keyboard would cover the chat before anybody wants to write.
  if (matchMedia("(hover: hover)").matches) byId("draft").focus();
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
      if (message.direction === "out" && type === "message") header.typing(undefined);
      log.put(message);
      refreshList();
    });
  events.addEventListener("typing", ({ data }) => header.typing(JSON.parse(data).until));
}

async function reload(chat) {
  const messages = await server.messages(chat);
  if (chat !== current) return;
  trouble(undefined);
  if (drawn === chat) for (const message of messages) log.put(message);
  else log.reset([...messages, ...outbox.failed().filter(isOpen)], outletName());
  drawn = chat;
  refreshList();
}

function trouble(text) {
  byId("trouble").hidden = text === undefined;
  byId("trouble").textContent = text ?? "";
}

async function newChat() {
  const chosen = await askNewChat(outlets);
  if (chosen) await attempt(openChat(chosen.phoneNumberId, chosen.customer, chosen.settings));
}

async function changeProfile() {
  const settings = await askProfile(me);
  if (!settings) return;
  me = await server.setCustomer(me.phone, settings);
  header.showMe(me);
  refreshList();
}

let listTimer;
function refreshList() {
  listTimer ??= setTimeout(() => void showList(), 150);
}

async function showList() {
  listTimer = undefined;
  try {
    const search = byId("search").value;
    const open = (to, from) => void attempt(openChat(to, from));
    renderChatList(byId("chats"), await server.conversations(), { outletName, current, search, open });
  } catch {
    // The next refresh comes soon; the chat itself tells of trouble.
  }
}

byId("new-chat").addEventListener("click", () => void newChat());
byId("first-chat").addEventListener("click", () => void newChat());
byId("search").addEventListener("input", refreshList);
byId("me").addEventListener("click", () => void changeProfile());
byId("back").addEventListener("click", () => {
  byId("app").classList.remove("chatting");
  byId("chat").hidden = true;
  events?.close();
  current = undefined;
  history.replaceState(null, "", location.pathname);
  refreshList();
});
document.addEventListener("visibilitychange", () => current && listen());

outlets = new Map((await server.outlets()).map((outlet) => [outlet.phoneNumberId, outlet]));
const asked = new URLSearchParams(location.hash.slice(1));
const customer = asked.get("from")?.replaceAll(/\D/g, "");
if (customer && outlets.has(asked.get("to"))) {
  const name = asked.get("name");
  await openChat(asked.get("to"), customer, name ? { name } : {});
}
refreshList();
setInterval(refreshList, 5000);
