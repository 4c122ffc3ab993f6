import { button, icon, make } from "./dom.js";

const icons = {
  answer: "reply",
  list: "list",
  copy: "copy",
  form: "form",
  location: "location",
  contact: "contact",
};

/** What the customer may tap, as rows below the bubble's text. */
export function actionList(message, actions, act) {
  const list = make("div", "actions");
  for (const action of actions) list.append(actionNode(message, action, act));
  return list;
}

function actionNode(message, action, act) {
  if (action.kind === "link") return link(action.title, action.url, "link");
  if (action.kind === "call")
    return link(action.title, `tel:${action.phone.replaceAll(/[^\d+]/g, "")}`, "call");
  return button(action.title, {
    text: action.title,
    iconName: icons[action.kind],
    onClick: () => act(message, action),
  });
}

function link(title, url, iconName) {
  const node = make("a");
  node.href = url;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.append(icon(iconName), make("span", "", title));
  return node;
}
