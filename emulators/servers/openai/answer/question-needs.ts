const numberWord =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|single|once|twice|no";
const unit =
  "second|minute|hour|day|week|month|year|detik|menit|jam|hari|minggu|bulan|tahun|día|dia|semana|mes|mês|año|ano|hora";
const money =
  /\p{Sc}\s?\d|\b(?:rp|idr|usd|eur|gbp|sgd|myr|brl|mxn)\.?\s?\d|\d\s?(?:%|percent|dollars?|euros?|pounds?|rupiah|ribu|juta|usd|idr|eur)\b|(?<![.@\w-])free(?![.\w-])|\bgratis\b|\bno (?:\p{L}+ )?(?:cost|fee|charge)/iu;
const duration = new RegExp(
  `(?:\\d|\\b(?:${numberWord}|a|an|few)\\b)[\\s-]*(?:\\p{L}+[\\s-]){0,2}(?:${unit})|immediately|right away`,
  "iu",
);
const moment = new RegExp(
  `${duration.source}|\\d{1,2}[:.]\\d{2}|\\d\\s?[ap]\\.?m|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\\b|\\b(?:19|20)\\d{2}\\b|\\bdaily\\b|\\bevery\\b|\\b(?:at|from|by) (?:${numberWord})\\b|\\bnoon\\b|\\bmidnight\\b|o['’]clock|\\bafter\\b|\\bbefore\\b|\\buntil\\b|\\bwhen\\b|\\bonce\\b|24/7|senin|selasa|rabu|kamis|jumat|sabtu|lunes|viernes|segunda|sexta`,
  "iu",
);
const amount = new RegExp(`\\d|\\b(?:${numberWord}|none|both|only|maximum|several|all)\\b`, "iu");
const phone = /\+\d[\d\s().-]{6,}\d|\b\d{2,4}[\s().-]{1,2}\d{2,4}[\s.-]\d{2,5}\b|\b0\d{8,12}\b/;
const email = /[\w.+-]+@[\w-]+\.\w+/;
const link = /https?:\/\/|www\.|\b[\w-]+\.(?:com|org|net|io|id|co)\b/i;

const needs: readonly { asked: RegExp; shape: RegExp }[] = [
  { asked: /\b(?:phone|telephone|whatsapp) (?:number|no)\b|\bnomor (?:telepon|hp|wa)\b/i, shape: phone },
  { asked: /\be-?mail address\b|\balamat email\b/i, shape: email },
  {
    asked: /\bhow (?:can|do|could|may) i (?:contact|reach|get in touch)|\bcontact (?:details|info)/i,
    shape: new RegExp(`${phone.source}|${email.source}|${link.source}`, "i"),
  },
  { asked: /\b(?:website|web site|url|link)\b/i, shape: link },
  {
    asked:
      /\bhow much (?:is|are|does|do|will|would|for|to|it|the)\b|\bhow much\?*$|\b(?:prices?|costs?|fees?|harga|ongkir|biaya|precio|preço|salary)\b|\bcuánto cuesta|\bquanto custa/i,
    shape: money,
  },
  {
    asked: /\bhow (?:long|quickly|soon|fast)\b|\bberapa lama\b|\bcuánto (?:tiempo|tarda)|\bquanto tempo/i,
    shape: duration,
  },
  {
    asked:
      /\b(?:when|what time|which day|what day|how often|opening hours|kapan|jam berapa|cuándo|cuando|quando|qué hora|que horas)\b/i,
    shape: moment,
  },
  {
    asked:
      /\bhow (?:many|much|old|big|large|far|heavy|tall)\b|\b(?:weight|age|size of)\b|\bberapa (?:banyak|jumlah)\b|\bcuántos|\bquantos/i,
    shape: amount,
  },
];

/**
 * The shape that a sentence must show to answer the question at all (a price, a time, a number …), if it asks for one, and the
 * words that ask for it.
 */
export function neededShape(question: string): { shape: RegExp; words: string } | undefined {
  for (const { asked, shape } of needs) {
    const words = asked.exec(question)?.[0];
    if (words !== undefined) return { shape, words };
  }
  return undefined;
}
