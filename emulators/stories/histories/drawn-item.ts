import type { Step } from "./step.ts";
import { movedAt, type Person, personOf, start } from "./people.ts";

/** One item of a webhook, and the change that carries it. */
export type DrawnItem = {
  tenant: 0 | 1;
  field: string;
  key: string;
  item: Record<string, unknown>;
};

export function drawn({ tenant }: Person, key: string, item: Record<string, unknown>): DrawnItem {
  const fields: Record<string, string> = { message_echoes: "smb_message_echoes", history: "history" };
  return { tenant, field: fields[key] ?? "messages", key, item };
}

export function wamidOf({ person, kind }: Pick<Step, "person" | "kind">, index: number): string {
  return `wamid.${person}.${kind}.${index}`;
}

/** What is drawn alternates between before and after the change of number. */
export function timeOf(index: number): number {
  return index < 0 || index >= movedAt ? index : index % 2 === 0 ? index : movedAt + 1 + index;
}

/** The item that the step sends. */
export function toItem(step: Step, index: number, steps: readonly Step[]): DrawnItem {
  const { kind, shown, form } = step;
  const person = personOf(step.person);
  const at = timeOf(index);
  const after = at > movedAt ? 1 : 0;
  const who = (prefix: "from" | "to") => ({
    ...(shown === "id" ? {} : { [prefix]: person.forms[form] ?? person.phones[after] }),
    ...(shown === "phone" ? {} : { [`${prefix}_user_id`]: person.ids[after] }),
  });
  const common = { id: wamidOf(step, index), timestamp: String(start + at) };
  const message = (item: object) => drawn(person, "messages", { ...common, ...who("from"), ...item });
  const echo = (item: object) =>
    drawn(person, "message_echoes", { ...common, from: "622225550", ...who("to"), ...item });
  const target = targetOf(step, steps);
  switch (kind) {
    case "text":
    case "stop":
    case "start":
      return message({ type: "text", text: { body: kind === "text" ? `text ${index}` : kind } });
    case "image":
      return message({ type: "image", image: { id: `M${index}`, mime_type: "image/jpeg" } });
    case "hologram":
      return message({ type: "hologram", hologram: { index } });
    case "reaction":
      return message({ type: "reaction", reaction: { message_id: target.wamid, emoji: `${index}` } });
    case "unreaction":
      return message({ type: "reaction", reaction: { message_id: target.wamid } });
    case "edit": {
      const text = { type: "text", text: { body: `edited ${index}` } };
      const ids = [`E${index}`, `M${target.index}`, undefined];
      const image = { type: "image", image: { caption: `edited ${index}`, id: ids[index % 3] } };
      const edited = target.kind === "image" ? image : text;
      return message({ type: "edit", edit: { original_message_id: target.wamid, message: edited } });
    }
    case "revoke":
      return message({ type: "revoke", revoke: { original_message_id: target.wamid } });
    case "echo":
    case "reply":
      return echo({ type: "text", text: { body: `echo ${index}` } });
    case "echo-edit": {
      const edited = { type: "text", text: { body: `by us ${index}` } };
      return echo({ type: "edit", edit: { original_message_id: target.wamid, message: edited } });
    }
    case "system":
      return drawn(person, "messages", moveOf(person, common.id));
    case "history": {
      const timestamp = String(start - 1_000 + index);
      const item = {
        ...common,
        from: person.phones[0],
        type: "text",
        text: { body: `old ${index}` },
        timestamp,
      };
      return drawn(person, "history", { threads: [{ id: person.phones[0], messages: [item] }] });
    }
  }
}

/** What a reaction, an edit or a deletion is of: something of the same customer's, or of nothing that is known. */
function targetOf(
  { person, target }: Step,
  steps: readonly Step[],
): { wamid: string; kind?: Step["kind"]; index?: number } {
  const targets = steps.flatMap((step, index) =>
    step.person === person && ["text", "image", "echo", "reply"].includes(step.kind)
      ? [{ wamid: wamidOf(step, index), kind: step.kind, index }]
      : [],
  );
  return targets[target % Math.max(targets.length, 1)] ?? { wamid: "wamid.elsewhere" };
}

function moveOf({ phones, ids }: Person, id: string): Record<string, unknown> {
  const [previous, next] = ids;
  const system = {
    type: "user_changed_number",
    wa_id: phones[1],
    user_id: next,
    previous_user_id: previous,
  };
  return { id, timestamp: String(start + movedAt), from: phones[0], type: "system", system };
}
