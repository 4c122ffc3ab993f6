/** Words that bind or ask but name nothing, by language part of a BCP 47 tag. */
const lists: Record<string, string> = {
  en: `a about after all also am an and any are as at be because been before being but by can could did do does doing for from had
    has have having he her here his how i if in into is it its just let like may me might my no not of off on one only or other
    our ours out over own please she should so some still such than that the their them then there these they this those
    through to too under until up us very was we were what when where which while who why will with within without would
    yes yet you your yours every each both`,
  id: `ada adalah agar akan aku anda apa apakah atau bagaimana bagi bahwa belum berapa bila bisa boleh bukan dalam dan dapat dari dengan di
    dimana hanya harus ini itu jadi jangan jika juga kah kak kalau kami kamu kapan karena ke kenapa kepada kita lagi lalu mana mengapa
    namun oleh pada para saat saja saya sampai sangat sebagai secara sedang sejak semua serta setelah setiap suatu sudah supaya tanpa tapi
    telah tentang terhadap tetapi tidak tolong untuk yang ya`,
  es: `a al algo antes aunque como cómo con cual cuál cuando cuándo cuanto cuánto de del desde donde dónde el ella ellos en entre es esa ese eso
    esta está estas este esto estos están fue ha hasta hay la las le les lo los más me mi mis muy ni no nos nuestra nuestro o para pero
    por porque puede pueden puedo que qué quién quien se ser si sí sin sobre son su sus también tiene tienen todo toda todos todas tu un una
    unas unos usted ustedes y ya yo cada`,
  pt: `a ao aos as até cada com como da das de depois do dos e é ela ele eles em entre essa esse esta está este eu foi há isso isto já lhe mais
    mas me mesmo meu minha muito na nas não nem no nos nossa nosso nós o os ou para pela pelas pelo pelos por porque pode podem posso qual quais
    quando quanto que quem se sem ser seu seus sim sobre sua suas são também te tem têm toda todo todos todas tudo um uma umas uns você vocês`,
  fr: `à au aux avec ce ces cette chaque comme dans de des donc du elle en est et être il ils je la le les leur lui mais me même mon ne nos notre
    nous on ou où par pas pour plus que qui sa sans se ses si son sont sur tout toute tous un une vos votre vous`,
  de: `aber alle als am an auch auf aus bei bis da das dass dem den der des die doch du ein eine einem einen einer er es für hat haben ich ihr
    ihre im in ist ja jede jeder kann kein keine man mit nach nicht noch nur oder ohne sein sich sie sind so über um und uns unser unsere vom
    von vor war was wenn wer wie wir wird zu zum zur`,
  it: `a al alla anche che chi ci come con da dal dalla degli dei del della delle di dove e è gli ha hanno i il in io la le lei lo loro ma mi ne
    nel nella no noi non nostro o ogni per perché più può quando questa questo se senza si sono su sua suo tutti un una uno vi voi`,
  nl: `aan al alle als bij dan dat de deze die dit door dus een elke en er geen haar had heeft hebben het hij hoe ik in is je kan maar met mijn naar niet
    nog of om onder ons onze ook op over te tot u uit uw van voor waar wat we wel wij wordt zal ze zich zij zijn zonder`,
};

const sets = new Map(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.split(/\s+/))]),
);

/** The function words of a language; undefined for one that we have no list of. */
export function functionWords(language: string): ReadonlySet<string> | undefined {
  return sets.get(language.toLowerCase().split(/[-_]/)[0] ?? "");
}

/** With fewer words a text does not tell its language. */
const fewestWords = 3;
/** Texts of a language have a third and more, of another a tenth. */
const share = 0.2;

/** Whether a text reads like the language, by its function words; false where there is no list of them. */
export function readsLike(text: string, language: string): boolean {
  const known = functionWords(language);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (known === undefined || words.length < fewestWords) return false;
  return words.filter((word) => known.has(word)).length >= share * words.length;
}
