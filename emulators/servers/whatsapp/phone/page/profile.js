import { askFor } from "./sheet.js";

const person = ({ name, username, hidesPhone } = {}) => [
  { name: "name", label: "Name", value: name ?? "", required: true, placeholder: "Sari" },
  { name: "username", label: "Username", value: username ?? "", placeholder: "none" },
  {
    name: "hidesPhone",
    label: "Hide my phone number",
    type: "checkbox",
    value: hidesPhone,
    hint: "Businesses know me by a user id only.",
  },
];

/** Who to be, and whom to write to. Resolves to `{ phoneNumberId, customer, settings }`, or undefined. */
export async function askNewChat(outlets) {
  const options = [...outlets.values()].map(({ phoneNumberId, name, displayPhoneNumber }) => ({
    value: phoneNumberId,
    text: name === displayPhoneNumber ? name : `${name} (${displayPhoneNumber})`,
  }));
  const given = await askFor({
    title: "New chat",
    submit: "Open chat",
    fields: [
      {
        name: "customer",
        label: "Your phone number, country code first",
        type: "tel",
        required: true,
        value: `+62 812 ${anyDigits(4)} ${anyDigits(4)}`,
        hint: "Any number you like; the same one opens the same customer's chats.",
      },
      ...person({ name: anyName() }),
      { name: "outlet", label: "Write to", type: "select", options, value: options[0]?.value },
    ],
  });
  if (!given) return undefined;
  const { customer, outlet, ...settings } = given;
  return { phoneNumberId: outlet, customer: customer.replaceAll(/\D/g, ""), settings };
}

/** Resolves to the changed settings of the customer, or undefined. */
export async function askProfile(customer) {
  const given = await askFor({
    title: customer.name,
    submit: "Save",
    fields: [
      ...person(customer),
      {
        name: "hidesReads",
        label: "Hide read receipts",
        type: "checkbox",
        value: customer.hidesReads,
        hint: "Businesses are not told what I have read.",
      },
      {
        name: "online",
        label: "Phone is on",
        type: "checkbox",
        value: customer.online,
        hint: "Off, nothing is delivered: one tick for the business.",
      },
    ],
  });
  return given;
}

function anyDigits(count) {
  return String(Math.floor(Math.random() * 10 ** count)).padStart(count, "0");
}

function anyName() {
  const names = ["Sari", "Budi", "Ana", "Luis", "Mei", "Omar", "Priya", "Tom"];
  return names[Math.floor(Math.random() * names.length)];
}
