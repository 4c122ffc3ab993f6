/** Limits of one embeddings request, well within those of the services: inputs, and characters over all inputs. */
const maxInputs = 64;
const maxCharacters = 60_000;

/** Cuts the texts into consecutive batches that each fit one request; a text too large for any stands alone. */
export function batchTexts(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let characters = 0;
  for (const text of texts) {
    const last = batches.at(-1);
    if (last === undefined || last.length >= maxInputs || characters + text.length > maxCharacters) {
      batches.push([text]);
      characters = text.length;
    } else {
      last.push(text);
      characters += text.length;
    }
  }
  return batches;
}
