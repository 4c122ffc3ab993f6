import { findTemplateOfMessage } from "../templates/queries/message-templates.ts";
import type { Message } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "../runtime/commit-and-publish.ts";

/** A template counts by its category as well, for which Meta charges. One that was never listed has none we know. */
export async function meterTemplate(
  trx: TenantTransaction,
  emit: Emit,
  { id, type }: Pick<Message, "id" | "type">,
): Promise<void> {
  if (type !== "template") return;
  const template = await findTemplateOfMessage(trx, id);
  const category = template?.category?.toLowerCase().replaceAll(/[^a-z_]/g, "_") || "unknown";
  emit("usage.recorded", { meter: `template.${category}`, quantity: 1, subjectId: id });
}
