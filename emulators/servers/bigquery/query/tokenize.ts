export type Token = { kind: "name" | "parameter" | "mark" | "fraction" | "other"; text: string };

const tripleQuoted = String.raw`[rRbB]{0,2}(?:"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?''')`;
const quoted = String.raw`[rRbB]{0,2}(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`;
const comment = String.raw`--[^\n]*|#[^\n]*|\/\*[^]*?\*\/`;
const pattern = new RegExp(
  [
    `(?<other>${tripleQuoted}|${quoted}|${comment})`,
    "`(?<name>(?:\\\\.|[^`\\\\])+)`",
    String.raw`@(?<parameter>[A-Za-z_]\w*)`,
    String.raw`(?<mark>\?)`,
    String.raw`(?<fraction>\b\d+\.\d*|\.\d+)(?![\w.])`,
    String.raw`\w+|[^]`,
  ].join("|"),
  "g",
);

/** Cuts a statement of GoogleSQL as far as is needed to find its quoted names, parameters and fractions, and none in texts and comments. */
export function tokenize(sql: string): Token[] {
  return [...sql.matchAll(pattern)].map(({ 0: text, groups }) => {
    if (groups?.["name"] !== undefined) return { kind: "name", text: groups["name"] };
    if (groups?.["parameter"] !== undefined) return { kind: "parameter", text: groups["parameter"] };
    if (groups?.["mark"] !== undefined) return { kind: "mark", text };
    if (groups?.["fraction"] !== undefined) return { kind: "fraction", text };
    return { kind: "other", text };
  });
}
