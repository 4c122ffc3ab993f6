/** What a canned reply may say of whom it goes to: the customer, the outlet, and who sends it. */
export type ReplyValues = {
  contact: { name: string | null; phone: string | null };
  outlet: { name: string };
  agent: { name: string | null };
};

const variable = /\{\{\s*([\w.]+)\s*\}\}/g;

/** The names that a body may use, as `{{contact.name}}`. */
export const replyVariables = ["contact.name", "contact.phone", "outlet.name", "agent.name"] as const;

/** The variables of a body that there are none of. */
export function unknownVariables(body: string): string[] {
  return namesIn(body).filter((name) => !(replyVariables as readonly string[]).includes(name));
}

/** The body with its values; `missing` are the variables that have none here, each once. */
export function renderReply(body: string, values: ReplyValues): { text: string; missing: string[] } {
  const missing = namesIn(body).filter((name) => !valueOf(name, values));
  const text = body.replaceAll(variable, (gap, name: string) => valueOf(name, values) || gap);
  return { text, missing };
}

function namesIn(body: string): string[] {
  return [...new Set([...body.matchAll(variable)].map(([, name = ""]) => name))];
}

function valueOf(name: string, { contact, outlet, agent }: ReplyValues): string {
  const known: Record<string, string | null> = {
    "contact.name": contact.name,
    "contact.phone": contact.phone,
    "outlet.name": outlet.name,
    "agent.name": agent.name,
  };
  return (Object.hasOwn(known, name) ? known[name] : null)?.trim() ?? "";
}
