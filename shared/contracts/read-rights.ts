/** What a role may do: for each table its verbs as in GRANT, `select, update (status, updated_at)`, and functions to call. */
export type DeclaredRights = {
  tables: Readonly<Record<string, string>>;
  functions?: readonly string[];
};

/** One right on one thing; of a table on one column, or on all where it names none. */
export type Right = {
  kind: "table" | "function";
  object: string;
  verb: string;
  column: string | null;
};

const verbs = ["select", "insert", "update", "delete"];

/** Takes a declaration apart. Throws on a verb that is none, or that is given twice. */
export function readRights({ tables, functions = [] }: DeclaredRights): Right[] {
  const onTables = Object.entries(tables).flatMap(([object, text]) => {
    const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
    const seen = new Set<string>();
    return parts.flatMap((part): Right[] => {
      const [, verb = "", columns] = /^(\w+)(?: \(([\w, ]+)\))?$/.exec(part) ?? [];
      if (!verbs.includes(verb) || seen.has(verb))
        throw new Error(`${object}: "${text}" is no list of verbs`);
      seen.add(verb);
      if (columns === undefined) return [{ kind: "table", object, verb, column: null }];
      return columns.split(",").map((column) => ({ kind: "table", object, verb, column: column.trim() }));
    });
  });
  return [
    ...onTables,
    ...functions.map((object): Right => ({ kind: "function", object, verb: "execute", column: null })),
  ];
}
