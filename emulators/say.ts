import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { seedTenantOf } from "./seed-tenant-of.ts";
import { serverPorts } from "./ports.ts";

type Message = { wamid: string; direction: "in" | "out"; text: string; status: string };

const usage =
  'Usage: npm run say -- "Do you ship to Bandung?" [--as 6281234567890] [--name Budi] [--tenant acme] [--wait 60]';
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: "string", default: "6281234567890" },
    name: { type: "string", default: "Budi" },
    tenant: { type: "string", default: "acme" },
    wait: { type: "string", default: "60" },
  },
});
const text = positionals.join(" ").trim();
const tenant = seedTenantOf(flags.tenant);
if (text === "" || tenant === undefined) {
  console.error(usage);
  process.exit(2);
}
const whatsapp = `http://127.0.0.1:${serverPorts.whatsapp}`;
const customer = flags.as.replaceAll(/\D/g, "");
const { phoneNumberId } = tenant.outlet;

const sent = await call("/__phone/messages", { from: customer, to: phoneNumberId, name: flags.name, text });
console.log(`${flags.name} → ${tenant.name}: ${text}`);
const answered = await printReplies(String(sent["wamid"]));
if (!answered) {
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
    const { messages } = (await get(`/__phone/conversations/${phoneNumberId}/${customer}/messages`)) as {
      messages: Message[];
    };
    const replies = messages
      .slice(messages.findIndex((message) => message.wamid === wamid) + 1)
      .filter(isReply);
    for (const reply of replies.filter((candidate) => !printed.has(candidate.wamid))) {
      printed.add(reply.wamid);
      quietSince = Date.now();
      console.log(`${tenant?.name} → ${flags.name}: ${reply.text}`);
    }
    if (printed.size > 0 && Date.now() - quietSince > 1500) return true;
    await sleep(100);
  }
  return printed.size > 0;
}

function isReply(message: Message): boolean {
  return message.direction === "out";
}

async function call(path: string, body: unknown): Promise<Record<string, unknown>> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return (await request(path, init)) as Record<string, unknown>;
}

async function get(path: string): Promise<unknown> {
  return request(path, {});
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(whatsapp + path, init).catch(() => undefined);
  if (response === undefined) {
    console.error("The local stack is not running: start it with `npm start` in another terminal.");
    process.exit(1);
  }
  if (!response.ok) {
    console.error(`The local WhatsApp server refused: ${await response.text()}`);
    process.exit(1);
  }
  return response.json();
}
