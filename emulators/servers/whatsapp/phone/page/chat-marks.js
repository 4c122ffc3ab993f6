/** WhatsApp's marks, longest first. A mark must hug its text and stand between word boundaries. */
const marks = [
  { pattern: /```([\s\S]+?)```/u, tag: "code", nested: false },
  { pattern: /`([^`\n]+)`/u, tag: "code", nested: false },
  { pattern: /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/u, tag: "strong", nested: true },
  { pattern: /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/u, tag: "em", nested: true },
  { pattern: /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u, tag: "s", nested: true },
  { pattern: /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}*_~])/u, tag: "a", nested: false },
];

/**
 * The text as nodes, with *bold*, _italic_, ~strike~, ```mono``` and links. Only text nodes and the tags above are
 * made, so no text can become markup.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function renderMarks(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  while (rest !== "") {
    const first = firstMark(rest);
    if (first === undefined) break;
    const { match, mark } = first;
    fragment.append(rest.slice(0, match.index));
    fragment.append(element(mark, match[1] ?? ""));
    rest = rest.slice(match.index + match[0].length);
  }
  fragment.append(rest);
  return fragment;
}

function firstMark(text) {
  let first;
  for (const mark of marks) {
    const match = mark.pattern.exec(text);
    if (match !== null && (first === undefined || match.index < first.match.index)) first = { match, mark };
  }
  return first;
}

function element(mark, inner) {
  const node = document.createElement(mark.tag);
  if (mark.tag === "a") {
    node.href = inner;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  }
  if (mark.nested) node.append(renderMarks(inner));
  else node.textContent = inner;
  return node;
}
