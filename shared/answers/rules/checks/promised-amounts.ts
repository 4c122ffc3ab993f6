const currency = String.raw`\p{Sc}|(?<!\p{L})(?:rp|idr|r\$|usd|eur|gbp|brl|sgd|myr|inr|mxn|clp|ars|cop)`;
const figure = String.raw`\d(?:[\d.,]*\d)?(?:\s?(?:k|rb|ribu|mil|jt|juta|thousand|million|milh(?:ão|ões)|mill(?:ón|ones))(?![\p{L}\p{N}]))?`;
const value = String.raw`%|percent|persen|por\s?(?:cento|ciento)|prozent|pour\s?cent|rupiah|dollars?|euros?|pounds?|reais|real|pesos?|rupees?`;
const time = String.raw`(?:\p{L}+\s){0,2}?(?:minut|hour|day|week|month|year|night|jam\b|hari\b|minggu\b|bulan\b|tahun\b|malam\b|menit\b|día|dia|semana|mes|mês|año|ano|noche|noite|hora|tag|woche|monat|jahr|stunde|jour|mois|heure)`;
const amounts = new RegExp(
  String.raw`(?:${currency})\.?\s?${figure}|${figure}\s?(?:\p{Sc}|(?:${value})(?!\p{L}))|${figure}[\s-]${time}\p{L}*`,
  "giu",
);
const free =
  /(?<!(?:feel|not|n['’]t|tidak|bukan|não|não é|no|no es|nicht|pas|never) |[-\p{L}])(?:free|gratis|gr[aá]tis|kostenlos|umsonst|gratuit\p{L}*|percuma|cuma-cuma|complimentary|(?:no|without|zero) (?:\p{L}+ )?(?:charge|cost|fee)|tanpa biaya|tidak dipungut biaya|sem custo|sin costo)(?![-\p{L}])/giu;

/**
 * What an answer promises in money, per cent and time. Other numbers a customer may be told back, such as that of an order; these
 * never on the customer's word alone ("is it Rp 1?").
 */
export function promisedAmounts(text: string): string[] {
  return [...text.normalize("NFKC").matchAll(amounts)].map(([amount]) => amount);
}

/** Whether a text says that something costs nothing, or may do. */
export function saysFree(text: string): boolean {
  return text.normalize("NFKC").search(free) !== -1;
}
