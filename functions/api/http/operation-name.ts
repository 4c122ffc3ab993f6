/**
 * The operation's id, which clients made from the document take for their methods' names: a verb and what it is done to.
 * `get /tenants` → `listTenants`, `post /tenants/{id}/accesses` → `createTenantAccess`,
 * `post /conversations/{id}/close` → `closeConversation`. What reads badly by this rule names itself in its declaration.
 */
export function operationName(method: string, path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  const names = parts.filter((part) => !isParameter(part));
  const things = names.map(singular).map(pascal);
  const isOfOne = isParameter(last) || singular(last) === last;
  if (isOfOne) {
    if (method === "post" && !isParameter(last)) return camel(last) + things.slice(0, -1).join("");
    return verbs[method] + things.join("");
  }
  if (method === "get") return `list${things.slice(0, -1).join("")}${pascal(last)}`;
  return (method === "post" ? "create" : verbs[method]) + things.join("");
}

const verbs: Record<string, string> = {
  get: "get",
  post: "create",
  put: "set",
  patch: "update",
  delete: "delete",
};

function isParameter(part: string): boolean {
  return part.startsWith("{");
}

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:sses|xes|ches)$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function camel(words: string): string {
  return words.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(words: string): string {
  return words.charAt(0).toUpperCase() + camel(words).slice(1);
}
