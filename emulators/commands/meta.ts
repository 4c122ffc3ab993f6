import { parseArgs } from "node:util";
import { callWhatsApp } from "./say/local-whatsapp.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";

type Event = {
  name: string;
  about: string;
  fields: { properties: Record<string, Field>; required?: string[] };
};
type Field = { description?: string; default?: unknown; enum?: unknown[] };

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenant: { type: "string", default: "acme" } },
});
const [name, ...pairs] = positionals;
const tenant = seedTenantOf(flags.tenant);
const { events } = (await callWhatsApp("/__control/events")) as { events: Event[] };
const event = events.find((candidate) => candidate.name === name);

if (event === undefined || tenant === undefined || pairs.some((pair) => !pair.includes("="))) {
  console.log("What Meta tells by itself: npm run meta -- <event> [--tenant globex] field=value …\n");
  for (const each of event === undefined ? events : [event]) console.log(describe(each));
  process.exitCode = name === undefined ? 0 : 2;
} else {
  const fields = Object.fromEntries(pairs.map((pair) => split(pair)));
  const body =
    "number" in event.fields.properties ? { number: tenant.outlet.phoneNumberId, ...fields } : fields;
  console.log(JSON.stringify(await callWhatsApp(`/__control/events/${event.name}`, "POST", body)));
}

function split(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function describe({ name: called, about, fields }: Event): string {
  const lines = Object.entries(fields.properties)
    .filter(([field]) => field !== "number")
    .map(([field, { description, default: usual, enum: words }]) => {
      const must = fields.required?.includes(field) === true && usual === undefined ? " (needed)" : "";
      const facts = [
        description,
        words?.join(" | "),
        usual === undefined ? undefined : `else ${JSON.stringify(usual)}`,
      ];
      return `      ${field}${must}  ${facts.filter(Boolean).join("; ")}`;
    });
  return [`  ${called.padEnd(20)} ${about}`, ...lines].join("\n");
}
