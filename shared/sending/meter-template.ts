import { findTemplateOfMessage } from "../templates/queries/message-templates.ts";
import type { Message } from "../db/schema.d.ts";
import type { Work } from "../runtime/work.ts";

/** A template counts by its category as well, for which Meta charges. One that was never listed has none we know. */
export async function meterTemplate(
  work: Pick<Work, "trx" | "emit">,
  { id, type }: Pick<Message, "id" | "type">,
): Promise<void> {
  if (type !== "template") return;
  const template = await findTemplateOfMessage(work.trx, id);
  const category = template?.category?.toLowerCase().replaceAll(/[^a-z_]/g, "_") || "unknown";
  work.emit("usage.recorded", { meter: `template.${category}`, quantity: 1, subjectId: id });
}
