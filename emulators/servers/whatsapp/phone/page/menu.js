import { button, byId, make } from "./dom.js";

const menu = byId("menu");
let closed;

/**
 * Opens a menu beside the anchor; arrow keys go through it, Escape and a click elsewhere close it.
 * @param items each `{ label, iconName?, onClick }`
 * @param above nodes that stand over the items, such as a row of emoji; `(close) => Node[]`
 */
export function openMenu(anchor, items, above = () => []) {
  const close = () => menu.hidePopover();
  const rows = items.map(({ label, iconName, danger, onClick }) => {
    const row = button(label, {
      text: label,
      iconName,
      className: danger ? "danger" : "",
      onClick: () => {
        close();
        onClick();
      },
    });
    row.setAttribute("role", "menuitem");
    return row;
  });
  menu.replaceChildren(...above(close), ...rows);
  menu.showPopover();
  place(anchor);
  menu.querySelector("button")?.focus({ preventScroll: true });
  closed = () => anchor.focus({ preventScroll: true });
}

/** Below the anchor if there is room, else above, and never off the screen. */
function place(anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 4 + height < innerHeight;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  const left = Math.min(Math.max(8, at.right - width), innerWidth - width - 8);
  menu.style.setProperty("--top", `${top}px`);
  menu.style.setProperty("--left", `${Math.max(8, left)}px`);
}

menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  const next = buttons.indexOf(document.activeElement) + step;
  buttons.at(next % buttons.length)?.focus();
});
menu.addEventListener("toggle", ({ newState }) => {
  if (newState !== "closed") return;
  if (menu.contains(document.activeElement) || document.activeElement === document.body) closed?.();
  closed = undefined;
});

/** A row of buttons, each of one emoji. */
export function emojiRow(emojis, chosen, onChoose) {
  const row = make("div", "emojis");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "React");
  for (const emoji of emojis) {
    const node = button(`React with ${emoji}`, { text: emoji, onClick: () => onChoose(emoji) });
    node.setAttribute("role", "menuitemradio");
    node.setAttribute("aria-checked", String(emoji === chosen));
    row.append(node);
  }
  return row;
}
