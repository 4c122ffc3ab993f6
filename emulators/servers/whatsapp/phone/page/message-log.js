import { bubble } from "./bubble.js";
import { make } from "./dom.js";
import { dayName, dayOf } from "./time.js";

/** The messages of the open chat: drawn in order, kept at the newest unless the reader has scrolled up. */
export function createMessageLog(log, toEnd, hooks) {
  let messages = new Map();
  let businessName = "";
  let dots;

  function reset(list, name) {
    businessName = name;
    messages = new Map(list.filter(isShown).map((message) => [message.wamid, message]));
    dots = undefined;
    log.replaceChildren();
    let before;
    for (const message of messages.values()) {
      append(message, before);
      before = message;
    }
    scrollToEnd();
  }

  function put(message) {
    if (!isShown(message)) return;
    const isNew = !messages.has(message.wamid);
    // A reconnected stream brings the whole chat again.
    if (!isNew && JSON.stringify(message) === JSON.stringify(messages.get(message.wamid))) return;
    messages.set(message.wamid, message);
    if (isNew && message.direction === "out") typing(false);
    if (isNew) keepingEnd(message.direction === "in", () => append(message, previous(message)));
    else refresh(message);
  }

  /** A message that was not sent goes when it is tried again. */
  function drop(wamid) {
    messages.delete(wamid);
    document.getElementById(wamid)?.remove();
  }

  function append(message, before) {
    const nodes = [];
    if (before === undefined || dayOf(before.at) !== dayOf(message.at))
      nodes.push(make("div", "day", dayName(message.at)));
    nodes.push(node(message, before));
    if (dots) dots.before(...nodes);
    else log.append(...nodes);
  }

  function refresh(message) {
    const old = document.getElementById(message.wamid);
    if (!old) return;
    // What plays goes on playing: only ticks and reactions change beside it.
    const playing = old.querySelector("audio, video");
    // A bubble may grow, by an error line or a reaction.
    keepingEnd(false, () => {
      const fresh = node(message, previous(message));
      const focused = old.contains(document.activeElement);
      if (playing) fresh.querySelector("audio, video")?.replaceWith(playing);
      old.replaceWith(fresh);
      if (focused) fresh.querySelector(".more")?.focus({ preventScroll: true });
    });
  }

  function node(message, before) {
    return bubble(message, { ...hooks, show, businessName, turn: before?.direction !== message.direction });
  }

  function previous(message) {
    let before;
    for (const other of messages.values()) {
      if (other.wamid === message.wamid) break;
      before = other;
    }
    return before;
  }

  function typing(isTyping) {
    dots?.remove();
    dots = undefined;
    if (!isTyping) return;
    dots = make("div");
    dots.id = "dots";
    dots.setAttribute("aria-hidden", "true");
    dots.append(make("i"), make("i"), make("i"));
    keepingEnd(false, () => log.append(dots));
  }

  function keepingEnd(always, change) {
    const atEnd = isAtEnd();
    change();
    if (always || atEnd) scrollToEnd();
    else toEnd.hidden = isAtEnd();
  }

  function isAtEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  function scrollToEnd() {
    log.scrollTop = log.scrollHeight;
    toEnd.hidden = true;
  }

  log.addEventListener("scroll", () => {
    toEnd.hidden = isAtEnd();
  });
  // Images and players get their size after their bubble was drawn.
  for (const type of ["load", "loadedmetadata"])
    log.addEventListener(type, () => toEnd.hidden && scrollToEnd(), true);
  toEnd.addEventListener("click", scrollToEnd);
  // The draft and the quote above it grow at the log's cost.
  new ResizeObserver(() => toEnd.hidden && scrollToEnd()).observe(log);
  return { reset, put, drop, typing, all: () => [...messages.values()] };
}

/** A reaction shows at the message that it is about. */
function isShown({ type }) {
  return type !== "reaction";
}

function show(wamid) {
  const target = document.getElementById(wamid);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.classList.remove("flash");
  requestAnimationFrame(() => target.classList.add("flash"));
}
