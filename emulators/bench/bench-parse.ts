import { readInboundMessage } from "../../shared/whatsapp/reading/inbound-message.ts";
import { readReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import { splitWebhook } from "../../functions/webhook/split-webhook.ts";
import { inboundSamples } from "../../shared/testing/inbound-samples.ts";
import { buildBody, buildChange, buildEntry } from "../../shared/testing/webhook-body.ts";

const secondsEach = 3;
const rounds = 3;

/**
 * Webhook bodies a second, split and read to typed values, against `JSON.parse` alone. As the pipeline does it, every
 * item is read once; publishing and storing are measured elsewhere. One thread.
 */
export async function benchParse(): Promise<void> {
  for (const [what, items] of [
    ["one message a body", 1],
    ["a hundred items a body", 100],
  ] as const) {
    const bodies = Array.from({ length: 200 }, (_, index) => JSON.stringify(bodyOf(items, index)));
    measure(bodies, JSON.parse, 0.5);
    measure(bodies, readAll, 0.5);
    const bare = median(Array.from({ length: rounds }, () => measure(bodies, JSON.parse, secondsEach)));
    const ours = median(Array.from({ length: rounds }, () => measure(bodies, readAll, secondsEach)));
    console.log(`${what}, ${Math.round(Buffer.byteLength(bodies[0] ?? "") / 102.4) / 10} KB`);
    console.log(`  JSON.parse alone       ${describe(bare)}`);
    console.log(`  parse, split and read  ${describe(ours)}`);
    console.log(`  ratio ${((100 * ours.bodies) / bare.bodies).toFixed(0)} %\n`);
  }
}

function readAll(text: string): unknown {
  let read = 0;
  for (const item of splitWebhook(JSON.parse(text))) {
    if (item.kind === "message" && readInboundMessage(item.message, item.contact) !== undefined) read += 1;
    if (item.kind === "status" && readReportedStatus(item.status, new Date(0)) !== undefined) read += 1;
  }
  return read;
}

type Rate = { bodies: number; megabytes: number };

function measure(bodies: readonly string[], read: (text: string) => unknown, seconds: number): Rate {
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const startedAt = performance.now();
  let turns = 0;
  let kept: unknown;
  while (performance.now() - startedAt < seconds * 1000) {
    for (const body of bodies) kept = read(body);
    turns += 1;
  }
  const elapsed = (performance.now() - startedAt) / 1000;
  if (kept === undefined) throw new Error("nothing was read");
  return { bodies: (turns * bodies.length) / elapsed, megabytes: (turns * bytes) / elapsed / 1e6 };
}

function median(rates: readonly Rate[]): Rate {
  return (
    rates.toSorted((a, b) => a.bodies - b.bodies)[Math.floor(rates.length / 2)] ?? { bodies: 0, megabytes: 0 }
  );
}

function describe({ bodies, megabytes }: Rate): string {
  return `${bodies.toFixed(0).padStart(8)} bodies/s   ${megabytes.toFixed(1).padStart(6)} MB/s`;
}

/** Messages of all types in turn, a status after every third. */
function bodyOf(items: number, serial: number): unknown {
  const samples = Object.values(inboundSamples);
  const phone = (index: number) => `62812${String(index).padStart(8, "0")}`;
  const numbers = Array.from({ length: items }, (_, index) => serial * items + index);
  const messages = numbers
    .filter((index) => items === 1 || index % 4 !== 3)
    .map((index) => ({
      from: phone(index),
      from_user_id: `ID.${index}`,
      id: `wamid.HBgNNjI4MTIz${index}`,
      timestamp: "1795000000",
      ...samples[index % samples.length],
    }));
  const statuses = numbers
    .filter((index) => items > 1 && index % 4 === 3)
    .map((index) => ({
      id: `wamid.HBgNNjI4MTIz${index}`,
      status: "delivered",
      timestamp: "1795000000",
      recipient_id: phone(index),
      pricing: { billable: true, pricing_model: "PMP", category: "service" },
    }));
  const contacts = messages.map(({ from, from_user_id: id }) => ({
    wa_id: from,
    user_id: id,
    profile: { name: "Sari 🌸" },
  }));
  return buildBody(
    buildEntry([buildChange({ contacts, messages, ...(statuses.length > 0 && { statuses }) })]),
  );
}
