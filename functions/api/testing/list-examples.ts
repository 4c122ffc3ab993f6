type Node = { [key: string]: unknown; example?: unknown };

/** Every schema of the document that has an example, with its JSON pointer. */
export function listExamples(node: unknown, pointer = ""): { pointer: string; schema: Node }[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "example" in node && ("type" in node || "anyOf" in node || "allOf" in node || "$ref" in node);
  const within = Object.entries(node)
    // What stands in an example is no schema.
    .filter(([key]) => !own || key !== "example")
    .flatMap(([key, value]) => {
      const part = key.replaceAll("~", "~0").replaceAll("/", "~1");
      return listExamples(value, `${pointer}/${encodeURIComponent(part)}`);
    });
  return own ? [{ pointer, schema: node }, ...within] : within;
}
