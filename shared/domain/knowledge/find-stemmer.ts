/** Cuts a lower-case word to its stem. */
export type Stemmer = (word: string) => string;

/**
 * The stemmer of a language (a BCP 47 tag such as `es` or `pt-BR`); undefined where there is none, and words count as they
 * are. None is built in yet.
 */
export function findStemmer(_language: string | undefined): Stemmer | undefined {
  return undefined;
}
