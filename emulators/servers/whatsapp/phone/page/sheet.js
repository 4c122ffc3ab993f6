import { button, byId, make } from "./dom.js";

const sheet = byId("sheet");

/**
 * A dialog with a form. Resolves to its values, or undefined when it was closed.
 * @param fields each `{ name, label, value?, type?, options?, required?, hint? }`; type is one of an input, `select`, `textarea`
 * @param above nodes over the fields
 */
export function askFor({ title, fields, submit = "Send", above = [] }) {
  const form = make("form");
  form.method = "dialog";
  form.append(...above, ...fields.map(fieldNode));
  const send = make("button", "primary", submit);
  form.append(send);
  const values = () =>
    Object.fromEntries(
      fields.map(({ name, type }) => {
        const input = form.elements.namedItem(name);
        return [name, type === "checkbox" ? input.checked : input.value.trim()];
      }),
    );
  return open(title, form, (finish) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(values());
    });
  });
}

/** A dialog of sections with rows to choose from. Resolves to the row, or undefined. */
export function chooseFrom({ title, sections }) {
  const list = make("div", "choices");
  return open(title, list, (finish) => {
    for (const section of sections) {
      if (section.title) list.append(make("h3", "", section.title));
      for (const row of section.rows) {
        const node = button(row.title, { text: row.title, onClick: () => finish(row) });
        if (row.description) node.append(make("small", "", row.description));
        list.append(node);
      }
    }
  });
}

function open(title, content, wire) {
  const { promise, resolve } = Promise.withResolvers();
  const finish = (value) => {
    resolve(value);
    sheet.close();
  };
  const header = make("header");
  const heading = make("h2", "", title);
  heading.id = "sheet-title";
  const close = button("Close", { className: "icon", text: "✕", onClick: () => finish(undefined) });
  header.append(heading, close);
  wire(finish);
  sheet.replaceChildren(header, content);
  sheet.addEventListener("close", () => resolve(undefined), { once: true });
  sheet.showModal();
  content.querySelector("input:not([type=checkbox]), select, textarea, button")?.focus();
  return promise;
}

function fieldNode({ name, label, value = "", type = "text", options, required, hint, placeholder }) {
  const field = make("label", type === "checkbox" ? "check" : "");
  const input = make(["select", "textarea"].includes(type) ? type : "input");
  input.name = name;
  if (type === "checkbox") {
    input.type = type;
    input.checked = value === true;
    const words = make("span", "", label);
    if (hint) words.append(make("small", "", hint));
    field.append(input, words);
    return field;
  }
  if (input.tagName === "INPUT") input.type = type;
  if (type === "number") input.step = "any";
  if (options) input.append(...options.map((option) => new Option(option.text, option.value)));
  input.value = value;
  input.required = required === true;
  if (placeholder) input.placeholder = placeholder;
  input.autocomplete = "off";
  field.append(make("span", "", label), input);
  if (hint) field.append(make("small", "", hint));
  return field;
}

// A click on the backdrop is one on the dialog itself.
sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
