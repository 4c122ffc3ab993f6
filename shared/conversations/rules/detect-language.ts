import { functionWords } from "../../language/function-words.ts";
import type { CustomerLanguage } from "./words/words-in.ts";

/** Words that customers use and only one of these languages has, beside its function words. */
const telling: Partial<Record<CustomerLanguage, string>> = {
  en: "hi hello thanks thank please price order much need help want where buy shipping good open",
  id: "halo kak min admin harga harganya pesan pesanan kasih makasih gimana caranya mau buka ga gak nggak selamat barang",
  es: "hola gracias buenos buenas quiero quisiera cuánto cuesta hacen envían envíos hablar abren",
  pt: "oi olá obrigado obrigada bom quero gostaria cadê quanto entregam produto horário",
  fr: "bonjour bonsoir merci combien veux voudrais coûte commande livrez salut temps",
  de: "danke bitte guten möchte will bestellung kostet wieviel öffnet liefert",
  it: "ciao grazie buongiorno vorrei voglio quanto costa ordine avete spedite dura sto parlando sei vera",
  nl: "hoi bedankt dank graag hoeveel bestelling jullie kost leveren wil",
  tr: `merhaba selam teşekkürler teşekkür lütfen sipariş siparişim fiyat fiyatı kaç ne kadar istiyorum var yok mi mı mu mü misiniz mısınız
    musunuz müsünüz nerede nasıl bir bu ve için ile`,
};

/** Letters that only one of them writes with. */
const letters: Partial<Record<CustomerLanguage, RegExp>> = {
  es: /[ñ¿¡]/u,
  pt: /[ãõ]/u,
  de: /ß/u,
  tr: /[ğışİ]/u,
};

/** Scripts that only one of them is written in. */
const scripts: readonly [CustomerLanguage, RegExp][] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["ar", /\p{Script=Arabic}/u],
  ["hi", /\p{Script=Devanagari}/u],
];

const vocabularies = Object.entries(telling).map(([language, words]) => {
  const known = new Set([...(functionWords(language) ?? []), ...words.split(/\s+/)]);
  return { language: language as CustomerLanguage, known };
});

/**
 * The language of a customer's words, of those that customers are spoken to in: by its script, else by the words and
 * letters that most speak for. Undefined where nothing does, or as much for another: a wrong language is worse than the
 * tenant's. (Libraries for this take 85 MB and more of memory, and know a "merci" no better.)
 */
export function detectLanguage(text: string): CustomerLanguage | undefined {
  const byScript = scripts.find(([, script]) => script.test(text));
  if (byScript !== undefined) return byScript[0];
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const [first, second] = vocabularies
    .map(({ language, known }) => ({
      language,
      score: words.filter((word) => known.has(word)).length + (letters[language]?.test(text) ? 1 : 0),
    }))
    .toSorted((a, b) => b.score - a.score);
  if (first === undefined || first.score === 0 || first.score === second?.score) return undefined;
  return first.language;
}
