import { splitSentences } from "../../../language/split-sentences.ts";
import { listNumbers } from "../../../language/list-numbers.ts";

const units: Record<string, string> = {
  minute: "minut\\p{L}*|menit",
  hour: "hours?|hourly|jam|horas?|stunden?|heures?",
  night: "nights?|nightly|malam|noites?|noches?|nacht|nächte|nuits?",
  day: "days?|daily|hari|dias?|días?|diári\\p{L}*|tage?|jours?",
  week: "weeks?|weekly|minggu|semanas?|wochen?|semaines?",
  month: "months?|monthly|bulan|mes|mês|meses|monate?|mois",
  year: "years?|yearly|annual\\p{L}*|tahun|años?|anos?|jahre?|ans?|années?",
};
const unitNames = Object.values(units).join("|");
const rate = new RegExp(
  String.raw`(\d[\d.,]*(?:\s?(?:k|rb|ribu|mil|jt|juta|thousand|million)(?!\p{L}))?)[^.;!?\n\d]{0,24}?(?:(?<!\p{L})(?:a|an|per|each|every|por|al|pro|par|setiap|tiap)\s|\/\s?)(${unitNames})(?!\p{L})`,
  "giu",
);

/**
 * The rates of a text ("Rp 60,000 a night") whose amount the knowledge names, but in no sentence with that unit of time. Units are
 * the same in every language, so a translation is held to them as well.
 */
export function misstatedRates(text: string, knowledge: string): string[] {
  const known = splitSentences(knowledge.replaceAll(/\s+/g, " ")).map((sentence) => ({
    sentence,
    readings: new Set(listNumbers(sentence).flat()),
  }));
  return [...text.matchAll(rate)]
    .filter(([, amount = "", unit = ""]) => {
      const readings = listNumbers(amount).flat();
      const telling = known.filter((one) => readings.some((reading) => one.readings.has(reading)));
      return telling.length > 0 && !telling.some(({ sentence }) => names(sentence, unit));
    })
    .map(([whole]) => whole);
}

function names(sentence: string, unit: string): boolean {
  return Object.values(units).some(
    (words) => holds(words, unit, "^", "$") && holds(words, sentence, "(?<!\\p{L})", "(?!\\p{L})"),
  );
}

function holds(words: string, text: string, before: string, after: string): boolean {
  return new RegExp(`${before}(?:${words})${after}`, "iu").test(text);
}
