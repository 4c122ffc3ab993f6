/** Outlines on a grid of 24. */
const icons = {
  reply: "M9 7L4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  more: "M6 9l6 6 6-6",
  link: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  call: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2",
  copy: "M9 9h10v11H9zM5 15V4h10",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  form: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
  location: "M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.8 7 11 7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20a8 8 0 0 1 16 0",
  document: "M7 3h7l4 4v14H7zM14 3v5h4",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  sticker: "M5 4h14v9l-6 6H5zM13 19v-6h6",
  audio:
    "M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM9 18V5l10-2v12M19 15.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  trash: "M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12",
  blocked: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M6 6l12 12",
  megaphone: "M4 10v4h4l8 5V5L8 10zM19 9a4 4 0 0 1 0 6",
};

/** An element of plain text; nothing here ever becomes markup. */
export function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

export function drawing(paths, viewBox = "0 0 24 24") {
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

export function icon(name) {
  return drawing([icons[name]]);
}

/** A button of an icon and, where given, a text; its name for who cannot see it is the label. */
export function button(label, { className = "", iconName, text = "", onClick }) {
  const node = make("button", className);
  node.type = "button";
  if (iconName) node.append(icon(iconName));
  if (text) node.append(make("span", "", text));
  if (text !== label) node.setAttribute("aria-label", label);
  node.addEventListener("click", onClick);
  return node;
}

export const byId = (id) => document.getElementById(id);
