/** Numbers in words, by value, in the languages that we meet most; compounds are left out. */
const lines = `
  1 one un uno una um uma satu ein eine einen einem une
  2 two dos dois duas dua zwei deux
  3 three tres três tiga drei trois
  4 four cuatro quatro empat vier quatre
  5 five cinco lima fünf cinq
  6 six seis enam sechs
  7 seven siete sete tujuh sieben sept
  8 eight ocho oito delapan acht huit
  9 nine nueve nove sembilan neun neuf
  10 ten diez dez sepuluh zehn dix
  11 eleven once onze sebelas elf
  12 twelve doce doze zwölf douze
  14 fourteen catorce catorze vierzehn quatorze
  15 fifteen quince quinze fünfzehn
  20 twenty veinte vinte zwanzig vingt
  24 twenty-four
  30 thirty treinta trinta dreißig trente
  40 forty cuarenta quarenta vierzig quarante
  50 fifty cincuenta cinquenta fünfzig cinquante
  60 sixty sesenta sessenta sechzig soixante
  90 ninety noventa neunzig
  100 hundred cien cem seratus hundert cent
  1000 thousand mil seribu tausend mille
`;
const months = `
  january janvier januar enero janeiro januari
  february février februar febrero fevereiro februari
  march mars märz marzo março maret
  april avril abril
  may mai mayo maio mei
  june juin juni junio junho
  july juillet juli julio julho
  august août agosto agustus
  september septembre septiembre setembro
  october octobre oktober octubre outubro
  november novembre noviembre novembro
  december décembre dezember diciembre dezembro desember
`;

const values = new Map<string, number>();
for (const line of listed(lines)) for (const word of line.slice(1)) values.set(word, Number(line[0]));
const monthNumbers = new Map<string, number>();
for (const [at, names] of listed(months).entries()) for (const name of names) monthNumbers.set(name, at + 1);

const anyWord = /(?<![\p{L}\p{N}])\p{L}+(?:-four)?(?![\p{L}\p{N}])/gu;
const anyMonth = [...monthNumbers.keys()].join("|");
const dated = new RegExp(
  String.raw`\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(${anyMonth})(?!\p{L})|(?<!\p{L})(${anyMonth})\s+\d{1,2}(?!\d)`,
  "giu",
);
/** What a small number must stand beside to be a promise rather than a manner of speaking ("two of them"). */
const unit =
  /^\s+(?:\p{L}+\s+){0,2}?(?:minut|hour|day|week|month|year|night|times?\b|percent|jam\b|hari\b|minggu\b|bulan\b|tahun\b|malam\b|kali\b|menit\b|día|dia|semana|mes|mês|año|ano|noche|noite|hora|veces|vezes|tag|woche|monat|jahr|stunde|nacht|jour|semaine|mois|heure|nuit)/iu;
/** From here on a number in words is a fact wherever it stands. */
const plainFrom = 4;
/** Words of two languages, of which one means something else: "once" and "mil" are safe only beside a unit. */
const ambiguous = new Set(["once", "mil", "cent", "elf", "sept", "acht", "mille", "lima"]);

/** The values of all number words and months with a day in the text, in any language: what it may support. */
export function numberWords(text: string): number[] {
  const words = text.match(anyWord) ?? [];
  const dates = [...text.matchAll(dated)].map(([, after, before]) =>
    monthNumbers.get((after ?? before ?? "").toLowerCase()),
  );
  return [...words.map((word) => values.get(word.toLowerCase())), ...dates].filter(
    (value) => value !== undefined,
  );
}

/** The number words that state a fact, with their values. "One" is too often no number at all. */
export function claimedNumberWords(text: string): { word: string; value: number }[] {
  return [...text.matchAll(anyWord)].flatMap(({ 0: word, index }) => {
    const value = values.get(word.toLowerCase());
    if (value === undefined || value === 1) return [];
    const isPlain = value >= plainFrom && value < 100 && !ambiguous.has(word.toLowerCase());
    return isPlain || unit.test(text.slice(index + word.length)) ? [{ word, value }] : [];
  });
}

function listed(text: string): string[][] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}
