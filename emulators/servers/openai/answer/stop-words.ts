/** Words that ask or bind but name nothing, by language. They are no evidence that a sentence answers. */
const lists = {
  en: `a about above after again all also am an and any anybody anyone are as at be because been before being but by
    can could did do does doing done for from had has have having he hello her here hers hey hi him his how i if im in into is it its
    just kindly know let like may me might mine more most my no not of off ok on one only or other our ours out over own
    please question say shall she should so some still such tell than thank thanks that the their them then there these they
    this those through to too under up us very want was we were what when where which while who whom whose why will with
    wonder would yes yet whenever once ever always never really actually currently today now there's i'm what's it's whatever you your yours sir madam dear`,
  id: `ada adalah aku akan anda apa apakah atau bagaimana berapa bisa boleh buat dan dari dengan di dimana harus ini itu jadi jika
    juga kah kak kalau kami kamu kapan karena ke kenapa kita lagi mana mau mengapa min mohon oleh pada saja saya sampai
    saat sedang sudah supaya tapi tentang terima kasih tidak tolong untuk yang ya`,
  es: `a al algo como cómo con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuanta cuánta cuantos cuántos de del desde donde dónde
    el ella ellos en es esta está están este esto gracias hay hola la las lo los me mi mis muy no nos o para pero por porque puede
    pueden puedo que qué quién quien se ser si sí sin sobre son su sus tengo tiene tienen tu tus un una unas unos usted ustedes y yo`,
  pt: `a ao aos as até com como da das de do dos e é ela ele eles em entre essa esse esta está este eu há isso isto já mais mas me meu
    minha muito na não nas no nos o obrigado obrigada olá onde os ou para pela pelo por porque posso pode podem qual quais quando quanto
    quanta quantos que quem se sem ser seu sua são também tem têm tenho um uma vocês você`,
} as const;

export type Language = keyof typeof lists;

const languages = Object.keys(lists) as Language[];
const sets = new Map(languages.map((language) => [language, new Set(lists[language].split(/\s+/))]));

export function isStopWord(word: string, language: Language): boolean {
  return sets.get(language)?.has(word) === true;
}

/**
 * The language whose function words the text uses most. Where that leaves several, the one among them that `context` is
 * written in, such as the sources; English when nothing tells.
 */
export function detectLanguage(text: string, context = ""): Language {
  const hits = countHits(text);
  const most = Math.max(...hits.values());
  const candidates = languages.filter((language) => hits.get(language) === most);
  if (candidates.length === 1 || context === "") return candidates[0] ?? "en";
  const around = countHits(context);
  return candidates.toSorted((a, b) => (around.get(b) ?? 0) - (around.get(a) ?? 0))[0] ?? "en";
}

function countHits(text: string): Map<Language, number> {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Map(
    languages.map((language) => [language, words.filter((word) => isStopWord(word, language)).length]),
  );
}
