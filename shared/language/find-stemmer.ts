import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";

/** Cuts a lower-case word to its stem. */
export type Stemmer = (word: string) => string;

/** Snowball's stemmers by the language part of a BCP 47 tag. Malay shares its endings with Indonesian. */
const STEMMERS = new Map<string, Stemmer>([
  ["ar", arabic],
  ["da", danish],
  ["de", german],
  ["en", english],
  ["es", spanish],
  ["fi", finnish],
  ["fr", french],
  ["hu", hungarian],
  ["id", indonesian],
  ["it", italian],
  ["ms", indonesian],
  ["nb", norwegian],
  ["nl", dutch],
  ["no", norwegian],
  ["pt", portuguese],
  ["ro", romanian],
  ["ru", russian],
  ["sv", swedish],
  ["tr", turkish],
]);

/**
 * The stemmer of a language (a BCP 47 tag such as `es` or `pt-BR`); undefined where there is none, and words count as they
 * are. A question must be stemmed as the documents were, so a change of a document's language means reading it again.
 */
export function findStemmer(language: string | undefined): Stemmer | undefined {
  return STEMMERS.get(language?.toLowerCase().split(/[-_]/)[0] ?? "");
}
