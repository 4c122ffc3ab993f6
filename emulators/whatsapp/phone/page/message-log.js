import { bubble, make } from "./bubble.js";

/** The messages of the open chat: drawn in order, kept at the newest unless the reader has scrolled up. */
export function createMessageLog(log, toEnd, hooks) {
  let messages = new Map();
  let businessName = "";
  let dots;

  function reset(list, name) {
    businessName = name;
    messages = new Map(list.map((message) => [message.wamid, message]));
    draw();
  }

  function put(message) {
    const isNew = !messages.has(message.wamid);
    messages.set(message.wamid, message);
    if (isNew && message.direction === "out") typing(false);
    if (message.type === "reaction") refresh(message.content?.message_id);
    else if (isNew) keepingEnd(message.direction === "in", () => append(message, previous(message)));
    else refresh(message.wamid);
  }

  function draw() {
    log.replaceChildren();
    let before;
    for (const message of messages.values()) {
      if (message.type === "reaction") continue;
      append(message, before);
      before = message;
    }
    scrollToEnd();
  }

  function append(message, before) {
    const nodes = [];
    if (before === undefined || dayOf(before.at) !== dayOf(message.at))
      nodes.push(make("div", "day", dayName(message.at)));
    nodes.push(node(message, before));
    if (dots) dots.before(...nodes);
    else log.append(...nodes);
  }

  function refresh(wamid) {
    const message = messages.get(wamid);
    const old = message && document.getElementById(wamid);
    if (!old) return;
    // A bubble may grow, by an error line or a reaction.
    keepingEnd(false, () => old.replaceWith(node(message, previous(message))));
  }

  function node(message, before) {
    const reactions = [...messages.values()].filter(
      ({ type, content }) => type === "reaction" && content?.message_id === message.wamid,
    );
    const latest = new Map(reactions.map(({ direction, content }) => [direction, content.emoji]));
    const emojis = [...latest.values()].filter(Boolean);
    return bubble(message, {
      ...hooks,
      show,
      businessName,
      emojis,
      turn: before?.direction !== message.direction,
    });
  }

  function previous(message) {
    let before;
    for (const other of messages.values()) {
      if (other.wamid === message.wamid) break;
      if (other.type !== "reaction") before = other;
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
  // Images arrive after their bubble was drawn.
  log.addEventListener("load", () => toEnd.hidden && scrollToEnd(), true);
  toEnd.addEventListener("click", scrollToEnd);
  // The draft and the quote above it grow at the log's cost.
  new ResizeObserver(() => toEnd.hidden && scrollToEnd()).observe(log);
  return { reset, put, typing };
}

function show(wamid) {
  const target = document.getElementById(wamid);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.classList.remove("flash");
  requestAnimationFrame(() => target.classList.add("flash"));
}

function dayOf(iso) {
  return new Date(iso).toDateString();
}

function dayName(iso) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (dayOf(iso) === today.toDateString()) return "Today";
  if (dayOf(iso) === yesterday.toDateString()) return "Yesterday";
  return new Date(iso).toLocaleDateString([], {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}
