import { askFor, chooseFrom } from "./sheet.js";

/** Does what the customer tapped on a message of the business: sends its answer, after asking what it takes. */
export async function answer(message, action, { send, me, sendLocation }) {
  const reply = (raw) => send({ replyTo: message.wamid, raw });
  switch (action.kind) {
    case "answer":
      return reply(action.answer);
    case "list": {
      const row = await chooseFrom(action);
      return row && reply(row.answer);
    }
    case "form": {
      const answers = await askFor({ title: action.title, fields: action.fields });
      return answers && reply(formReply(action, answers));
    }
    case "location":
      return sendLocation(message.wamid);
    case "contact":
      return reply({ type: "contacts", contacts: [{ ...ownCard(me()), origin: "contact_request" }] });
    case "copy":
      return navigator.clipboard.writeText(action.text);
    default:
      return undefined;
  }
}

function formReply({ name, token }, answers) {
  const response = { ...(token ? { flow_token: token } : {}), ...answers };
  const reply = { name, body: "Sent", response_json: JSON.stringify(response) };
  return { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: reply } };
}

function ownCard({ name, phone }) {
  return contactCard(name, phone);
}

/** A contact as phones share it. */
export function contactCard(name, phone) {
  const digits = phone.replaceAll(/\D/g, "");
  const [first, ...others] = name.split(" ");
  return {
    name: {
      formatted_name: name,
      first_name: first,
      ...(others.length > 0 ? { last_name: others.join(" ") } : {}),
    },
    phones: [{ phone: `+${digits}`, wa_id: digits, type: "CELL" }],
  };
}
