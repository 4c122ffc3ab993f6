import { renderMarks } from "./chat-marks.js";
import { icon, make } from "./dom.js";
import { mediaNode } from "./media.js";

/** The parts of a message's card in the order in which a phone shows them. */
export function cardParts({ card, wamid, direction }, { played }) {
  const parts = [];
  if (card.media) parts.push(mediaNode(card.media, card.text, () => direction === "out" && played(wamid)));
  if (card.place) parts.push(placeNode(card.place));
  if (card.people) parts.push(...card.people.map(personNode));
  if (card.header) parts.push(make("strong", "heading", card.header));
  if (card.offer) {
    const offer = make("p", "label");
    offer.append(icon("megaphone"), make("strong", "", card.offer));
    parts.push(offer);
  }
  if (card.lines) parts.push(lineTable(card.lines));
  if (card.text) {
    const text = make("span", isOnlyEmoji(card.text) ? "text large" : "text");
    text.dir = "auto";
    text.append(renderMarks(card.text));
    parts.push(text);
  }
  if (card.note) {
    const note = make("span", "note");
    note.append(icon("blocked"), card.note);
    parts.push(note);
  }
  if (card.footer) parts.push(make("small", "footer", card.footer));
  return parts;
}

/** One to three of them stand large, as on a phone. */
function isOnlyEmoji(text) {
  return /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text.trim());
}

/** No map is loaded: a drawing, and a link that opens one. */
function placeNode({ latitude, longitude, name, address }) {
  const link = make("a", "place");
  const query = new URLSearchParams({ mlat: latitude, mlon: longitude, zoom: "16" });
  link.href = `https://www.openstreetmap.org/?${query}`;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  const map = make("span", "map");
  map.append(icon("location"));
  const words = make("span", "words");
  words.append(make("strong", "", name ?? "Location"));
  words.append(make("span", "", address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`));
  link.append(map, words);
  return link;
}

function personNode({ name, lines }) {
  const node = make("div", "person");
  const face = make("span", "avatar");
  face.append(icon("contact"));
  const words = make("span", "words");
  words.append(make("strong", "", name), ...lines.map((line) => make("span", "", line)));
  node.append(face, words);
  return node;
}

function lineTable(lines) {
  const list = make("dl", "lines");
  for (const { title, detail } of lines) list.append(make("dt", "", title), make("dd", "", detail));
  return list;
}
