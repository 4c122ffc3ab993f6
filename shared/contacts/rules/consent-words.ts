import { foldAccents } from "../../language/fold-accents.ts";
import { consentPhrases, courtesies } from "./consent-phrases.ts";
import { expandPhrase } from "./expand-phrase.ts";

type ConsentAction = "opt_in" | "opt_out";

export type ConsentWord = {
  action: ConsentAction;
  /** What the word shows of the customer's language. */
  language?: string;
};

type Known = { action: ConsentAction; languages: string[] };

type Choices = {
  /** Take the place of the usual ones. */
  stopWords?: readonly string[] | undefined;
  startWords?: readonly string[] | undefined;
  /** Of a word that is of several languages this one is taken, where it is among them. */
  language?: string | undefined;
};

/** A longer message is no phrase, and is not looked at. */
const maxLength = 200;

/**
 * Whether the message is nothing but a word or a set phrase that opts out of marketing, or back in. Capitals, accents,
 * punctuation, courtesy around it and saying it twice do not matter; a sentence that holds the word is no such message.
 */
export function readConsentWord(text: string, choices: Choices = {}): ConsentWord | undefined {
  if (text.length > maxLength) return undefined;
  for (const said of sayings(text)) {
    const known = find(said, choices);
    if (known === undefined) continue;
    const own = baseOf(choices.language);
    const [first = ""] = known.languages;
    const language = own !== undefined && known.languages.includes(own) ? own : first;
    return { action: known.action, ...(language === "" ? {} : { language }) };
  }
  return undefined;
}

function find(said: string, { stopWords, startWords }: Choices): Known | undefined {
  const lists = [
    { action: "opt_out", words: stopWords },
    { action: "opt_in", words: startWords },
  ] as const;
  for (const { action, words } of lists) {
    if (words?.some((word) => normalize(word) === said) === true) return { action, languages: [""] };
    const usual = words === undefined ? usualPhrases.get(said) : undefined;
    if (usual?.action === action) return usual;
  }
  return undefined;
}

/** The text itself, and what is left of it without courtesy and without saying it again. */
function sayings(text: string): string[] {
  const said = normalize(text);
  if (said === "") return [];
  const plain = onceOnly(withoutCourtesy(onceOnly(said)));
  return plain === said || plain === "" ? [said] : [said, plain];
}

function withoutCourtesy(said: string): string {
  for (const courtesy of polite) {
    // Some languages write no spaces: there only what stands at the end is taken for courtesy.
    const end = /^[\p{Script=Hiragana}\p{Script=Thai}]/u.test(courtesy) ? courtesy : ` ${courtesy}`;
    if (said.startsWith(`${courtesy} `)) return withoutCourtesy(said.slice(courtesy.length + 1));
    if (said.endsWith(end)) return withoutCourtesy(said.slice(0, -end.length).trim());
  }
  return said;
}

/** "stop stop stop" says "stop". */
function onceOnly(said: string): string {
  const words = said.split(" ");
  return words.every((word) => word === words[0]) ? (words[0] ?? said) : said;
}

function normalize(text: string): string {
  return foldAccents(text.normalize("NFKC").toLowerCase())
    .replaceAll("ı", "i")
    .replaceAll(/['’ʼ`´\u200B-\u200F]|[\u064B-\u0652]|\u0640/g, "")
    .replaceAll(/[أإآ]/g, "ا")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

function baseOf(language: string | undefined): string | undefined {
  return language?.split(/[-_]/)[0]?.toLowerCase();
}

const polite = courtesies.map(normalize).toSorted((one, other) => other.length - one.length);
const usualPhrases = indexPhrases();

function indexPhrases(): ReadonlyMap<string, Known> {
  const index = new Map<string, Known>();
  for (const [language, { stop, start }] of Object.entries(consentPhrases)) {
    for (const phrase of stop.flatMap(expandPhrase)) add(index, phrase, "opt_out", language);
    for (const phrase of start.flatMap(expandPhrase)) add(index, phrase, "opt_in", language);
  }
  return index;
}

/** What ends marketing in one language begins it in none: where two lists disagree, ending it counts. */
function add(index: Map<string, Known>, phrase: string, action: ConsentAction, language: string): void {
  const said = normalize(phrase);
  const known = index.get(said);
  if (known === undefined) index.set(said, { action, languages: [language] });
  else if (known.action === action && !known.languages.includes(language)) known.languages.push(language);
  else if (action === "opt_out" && known.action === "opt_in")
    index.set(said, { action, languages: [language] });
}
