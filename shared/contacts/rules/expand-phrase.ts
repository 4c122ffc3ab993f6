/** Every text that a phrase stands for: `stop (ads|promos|)` is three. A group holds no other, and spaces count once. */
export function expandPhrase(phrase: string): string[] {
  const group = /\(([^()]*)\)/.exec(phrase);
  if (group === null) return [phrase.replaceAll(/\s+/g, " ").trim()];
  const [whole, choices = ""] = group;
  const before = phrase.slice(0, group.index);
  const after = phrase.slice(group.index + whole.length);
  return choices.split("|").flatMap((choice) => expandPhrase(before + choice + after));
}
