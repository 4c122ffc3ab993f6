/**
 * How the rankings by meaning and by words become one. `dbsf` adds up scores scaled by their distribution; `rrf` adds up
 * reciprocal ranks, where a weight favours one ranking; `words` and `meaning` take one of them alone.
 */
export type Fusion =
  | { method: "dbsf" }
  | { method: "rrf"; k?: number; denseWeight?: number; sparseWeight?: number }
  | { method: "words" }
  | { method: "meaning" };

type Model = {
  name: RegExp;
  /** Language parts of BCP 47 tags that the model knows; all, where left out. */
  languages?: readonly string[];
  /** Of a language that it knows. */
  fusion: Fusion;
};

/** Measured: `npm run eval`, and on public sets, where `dbsf` beat `rrf` wherever dense search was any good. */
const models: readonly Model[] = [
  {
    name: /^text-embedding-(?:3-|ada-002)|multilingual|bge-m3|gemini-embedding|text-embedding-00\d/i,
    fusion: { method: "dbsf" },
  },
  {
    name: /^bundled-english$|-en(?:$|[-.])|english|all-minilm|all-mpnet/i,
    languages: ["en"],
    fusion: { method: "dbsf" },
  },
];

/** For a model or a language that we cannot judge: words twice as much as meaning, which cost next to nothing where both are good. */
const careful: Fusion = { method: "rrf", k: 2, sparseWeight: 2, denseWeight: 1 };

/**
 * The fusion for an embedding model and a language. In a language that the model lacks every plain fusion loses (up to .44
 * nDCG@10), and the weighted one a little: there the words decide alone, so that no tenant is hurt by its language.
 */
export function chooseFusion(embeddingModel: string, language: string | undefined): Fusion {
  const model = models.find(({ name }) => name.test(embeddingModel));
  if (model === undefined) return careful;
  if (model.languages === undefined) return model.fusion;
  if (language === undefined) return careful;
  const spoken = language.toLowerCase().split(/[-_]/)[0] ?? "";
  return model.languages.includes(spoken) ? model.fusion : { method: "words" };
}
