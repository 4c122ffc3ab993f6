import * as fc from "fast-check";
import { seedData } from "../../../shared/db/seed-data.ts";
import { buildBody, buildEntry } from "../../../shared/testing/webhook-body.ts";

/** One item of a webhook, and the change that carries it. */
export type DrawnItem = {
  tenant: 0 | 1;
  field: string;
  key: string;
  item: Record<string, unknown>;
  contact?: object;
};

type Person = {
  tenant: 0 | 1;
  phones: readonly [string, string];
  ids: readonly [string, string];
  forms: readonly string[];
};

const start = Date.parse("2026-11-20T10:00:00Z") / 1000;

/** Customers of both tenants; the first of each has two forms of a number, the second changes number and user id. */
const people: Person[] = [0, 1].flatMap((index) => {
  const tenant = index as 0 | 1;
  return [
    {
      tenant,
      phones: ["5511987654321", "5511987654321"],
      ids: [`BR.${index}`, `BR.${index}`],
      forms: ["551187654321", "5511987654321"],
    },
    {
      tenant,
      phones: ["6281111111111", "6282222222222"],
      ids: [`ID.old${index}`, `ID.new${index}`],
      forms: [],
    },
  ] as const satisfies Person[];
});

type Step = {
  person: number;
  kind: (typeof kinds)[number];
  shown: (typeof shownWays)[number];
  target: number;
  form: number;
};
const kinds = [
  "text",
  "text",
  "image",
  "reaction",
  "unreaction",
  "edit",
  "revoke",
  "echo",
  "echo-edit",
  "system",
  "history",
  "hologram",
] as const;
const shownWays = ["both", "phone", "id"] as const;

/**
 * A history of some forty items: messages, reactions, edits, deletions, echoes, a change of number, an import. Each
 * customer shows number and user id together at least once, for otherwise nothing tells that they are one.
 */
export const histories: fc.Arbitrary<DrawnItem[]> = fc
  .array(
    fc.record<Step>({
      person: fc.nat({ max: people.length - 1 }),
      kind: fc.constantFrom(...kinds),
      shown: fc.constantFrom(...shownWays),
      target: fc.nat({ max: 30 }),
      form: fc.nat({ max: 1 }),
    }),
    { minLength: 10, maxLength: 32 },
  )
  .map((steps) => [
    ...steps.map((step, index) => toItem(step, index, steps)),
    ...people.flatMap((_person, person) => linking(person)),
  ]);

/** Both sides of the change of number and user id show together, before and after it, and the change is told. */
function linking(person: number): DrawnItem[] {
  const step = { person, kind: "text", shown: "both", target: 0, form: 0 } as const;
  const moved = people[person]?.phones[0] !== people[person]?.phones[1];
  return [
    toItem(step, -50 + person, []),
    toItem(step, 150 + person, []),
    ...(moved ? [toItem({ ...step, kind: "system" }, 100, [])] : []),
  ];
}

/** The change happens at 100; what is drawn alternates between before and after. */
function timeOf(index: number): number {
  return index < 0 || index >= 100 ? index : index % 2 === 0 ? index : 101 + index;
}

function toItem(
  { person: which, kind, shown, target, form }: Step,
  index: number,
  steps: readonly Step[],
): DrawnItem {
  const person = people[which] ?? people[0];
  if (person === undefined) throw new Error("nobody is there");
  const at = timeOf(index);
  const after = at > 100 ? 1 : 0;
  const phone = person.forms[form] ?? person.phones[after];
  const id = person.ids[after];
  const wamid = `wamid.${which}.${kind}.${index}`;
  const who = (prefix: "from" | "to") => ({
    ...(shown === "id" ? {} : { [prefix]: phone }),
    ...(shown === "phone" ? {} : { [`${prefix}_user_id`]: id }),
  });
  const common = { id: wamid, timestamp: String(start + at) };
  const targets = steps.flatMap((step, place) =>
    step.person === which && ["text", "image", "echo"].includes(step.kind) ? [{ step, place }] : [],
  );
  const chosen = targets[target % Math.max(targets.length, 1)];
  const targetId =
    chosen === undefined ? "wamid.elsewhere" : `wamid.${which}.${chosen.step.kind}.${chosen.place}`;
  const message = (item: object) =>
    drawn(person, "messages", "messages", { ...common, ...who("from"), ...item });
  const echo = (item: object) =>
    drawn(person, "smb_message_echoes", "message_echoes", {
      ...common,
      from: "622225550",
      ...who("to"),
      ...item,
    });
  switch (kind) {
    case "text":
      return message({ type: "text", text: { body: `text ${index}` } });
    case "image":
      return message({ type: "image", image: { id: `M${index}`, mime_type: "image/jpeg" } });
    case "hologram":
      return message({ type: "hologram", hologram: { index } });
    case "reaction":
      return message({ type: "reaction", reaction: { message_id: targetId, emoji: `${index}` } });
    case "unreaction":
      return message({ type: "reaction", reaction: { message_id: targetId } });
    case "edit":
      return message({
        type: "edit",
        edit: { original_message_id: targetId, message: { type: "text", text: { body: `edited ${index}` } } },
      });
    case "revoke":
      return message({ type: "revoke", revoke: { original_message_id: targetId } });
    case "echo":
      return echo({ type: "text", text: { body: `echo ${index}` } });
    case "echo-edit":
      return echo({
        type: "edit",
        edit: { original_message_id: targetId, message: { type: "text", text: { body: `by us ${index}` } } },
      });
    case "system": {
      const [oldId, newId] = person.ids;
      const change = {
        type: "user_changed_number",
        wa_id: person.phones[1],
        user_id: newId,
        previous_user_id: oldId,
      };
      return drawn(person, "messages", "messages", {
        ...common,
        timestamp: String(start + 100),
        from: person.phones[0],
        type: "system",
        system: change,
      });
    }
    case "history": {
      const item = {
        ...common,
        from: person.phones[0],
        type: "text",
        text: { body: `old ${index}` },
        timestamp: String(start - 1_000 + index),
      };
      return drawn(person, "history", "history", { threads: [{ id: person.phones[0], messages: [item] }] });
    }
  }
}

function drawn({ tenant }: Person, field: string, key: string, item: Record<string, unknown>): DrawnItem {
  return { tenant, field, key, item };
}

/** The items in one body, each tenant's of one field together, as Meta batches them. */
export function bodyOf(items: readonly DrawnItem[]): unknown {
  const changes = Map.groupBy(items, ({ tenant, field }) => `${tenant}/${field}`);
  return buildBody(
    ...[...changes.values()].map((together) => {
      const [{ tenant, field, key }] = together as [DrawnItem];
      const { outlet } = seedData[tenant];
      const metadata = {
        display_phone_number: outlet.displayPhoneNumber,
        phone_number_id: outlet.phoneNumberId,
      };
      const value = { messaging_product: "whatsapp", metadata, [key]: together.map(({ item }) => item) };
      return buildEntry([{ field, value }], outlet);
    }),
  );
}
