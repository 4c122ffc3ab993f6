import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { callWhatsApp } from "./say/local-whatsapp.ts";
import { planMessage } from "./say/plan-message.ts";
import { uploadFile } from "./say/upload-file.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";
import type { MessageView } from "../servers/whatsapp/phone/message-view.ts";

const usage = `Usage: npm run say -- "Do you ship to Bandung?"
  --as 6281234567890  --name Budi  --tenant acme  --wait 60   who writes to whom, and how long to wait for an answer
  --username budi  --hide-phone                               the business sees a username or a user id, not the number
  --file path                                                 with a photo, video, sound (.ogg: a voice message), document, .webp sticker
  --location="-6.9,107.6,Gedung Sate"                         sends a place
  --tap "Yes, please"                                         taps a button or a list's row
  --react 👍                                                  reacts to the business's last message ("" takes it back)
  --reply                                                     quotes the business's last message
  --edit "new text"  --delete                                 changes the customer's last message`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: "string", default: "6281234567890" },
    name: { type: "string", default: "Budi" },
    tenant: { type: "string", default: "acme" },
    wait: { type: "string", default: "60" },
    username: { type: "string" },
    "hide-phone": { type: "boolean" },
    file: { type: "string" },
    location: { type: "string" },
    tap: { type: "string" },
    react: { type: "string" },
    reply: { type: "boolean" },
    edit: { type: "string" },
    delete: { type: "boolean" },
  },
});
const text = flags.edit ?? positionals.join(" ").trim();
const tenant = seedTenantOf(flags.tenant);
const saysSomething =
  text !== "" || flags.delete === true || [flags.file, flags.location, flags.tap, flags.react].some(isGiven);
if (!saysSomething || tenant === undefined) {
  console.error(usage);
  process.exit(2);
}
const customer = flags.as.replaceAll(/\D/g, "");
const { phoneNumberId } = tenant.outlet;
const chatPath = `/__phone/conversations/${phoneNumberId}/${customer}/messages`;

const { username, "hide-phone": hidesPhone } = flags;
if (username !== undefined || hidesPhone !== undefined)
  await callWhatsApp(`/__phone/customers/${customer}`, "PUT", { username, hidesPhone });
const before = await readChat();
const file = flags.file === undefined ? undefined : await uploadFile(flags.file, phoneNumberId);
const { location, tap, react, reply } = flags;
const asked = { text, location, tap, react, reply, edit: isGiven(flags.edit), delete: flags.delete, file };
const plan = planMessage(asked, before);
switch (plan.kind) {
  case "impossible":
    console.error(plan.why);
    process.exitCode = 1;
    break;
  case "edit":
    await callWhatsApp(`/__phone/messages/${encodeURIComponent(plan.wamid)}`, "PUT", { text: plan.text });
    console.log(`${flags.name} changed the last message.`);
    break;
  case "delete":
    await callWhatsApp(`/__phone/messages/${encodeURIComponent(plan.wamid)}`, "DELETE");
    console.log(`${flags.name} deleted the last message.`);
    break;
  case "send":
    await sendAndWait(plan.body);
    break;
}

async function sendAndWait(body: object): Promise<void> {
  const parties = { from: customer, to: phoneNumberId, name: flags.name };
  const { wamid } = (await callWhatsApp("/__phone/messages", "POST", { ...parties, ...body })) as {
    wamid: string;
  };
  const said = (await readChat()).find((message) => message.wamid === wamid);
  console.log(`${flags.name} → ${tenant?.name}: ${said?.text ?? text}`);
  if (said?.type === "reaction" || (await printReplies(wamid))) return;
  console.log(
    `No reply within ${flags.wait} s. A conversation that was handed to a human is answered by humans;`,
  );
  console.log(`npm run hand-back -- --as ${customer} --tenant ${flags.tenant} gives it back to the bot.`);
  process.exitCode = 1;
}

/** Prints what comes after our message, until the business has been quiet for a moment and its last is read. */
async function printReplies(wamid: string): Promise<boolean> {
  const printed = new Set<string>();
  const deadline = Date.now() + Number(flags.wait) * 1000;
  let quietSince = 0;
  while (Date.now() < deadline) {
    const messages = await readChat();
    const since = messages.slice(messages.findIndex((message) => message.wamid === wamid) + 1);
    for (const message of since) {
      if (message.direction === "in" || printed.has(message.wamid)) continue;
      printed.add(message.wamid);
      quietSince = Date.now();
      console.log(`${tenant?.name} → ${flags.name}: ${message.text}`);
    }
    if (printed.size > 0 && Date.now() - quietSince > 1500) return true;
    await sleep(100);
  }
  return printed.size > 0;
}

async function readChat(): Promise<MessageView[]> {
  return ((await callWhatsApp(chatPath)) as { messages: MessageView[] }).messages;
}

function isGiven(flag: string | undefined): boolean {
  return flag !== undefined;
}
