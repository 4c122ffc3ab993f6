import { foldAccents } from "./fold-accents.ts";

export type SmallTalk = "greeting" | "thanks" | "goodbye" | "acknowledgement";

/** What people say that asks nothing, without accents and punctuation, in the languages we meet most. */
const said: Record<SmallTalk, string> = {
  greeting: `hi hiya hello hey howdy greetings good-morning good-afternoon good-evening good-day how-are-you how-are-you-doing
    how-is-it-going how-do-you-do nice-to-meet-you
    halo hai hallo selamat-pagi selamat-siang selamat-sore selamat-malam assalamualaikum permisi apa-kabar gimana-kabarnya salam
    ola oi bom-dia boa-tarde boa-noite tudo-bem tudo-bom como-vai como-voce-esta e-ai
    hola buenas buenos-dias buen-dia buenas-tardes buenas-noches como-estas como-esta que-tal
    bonjour bonsoir salut coucou comment-allez-vous ca-va guten-morgen guten-tag guten-abend moin servus gruss-gott wie-gehts
    ciao buongiorno buonasera come-stai goedemorgen goedemiddag goedenavond merhaba selamlar gunaydin iyi-aksamlar
    привет здравствуйте добрый-день доброе-утро добрый-вечер مرحبا السلام-عليكم صباح-الخير नमस्ते 你好 您好 こんにちは おはようございます 안녕하세요`,
  thanks: `thanks thank-you thank-u thx ty tysm many-thanks thanks-a-lot thank-you-so-much thank-you-very-much much-appreciated cheers
    terima-kasih makasih trims nuhun matur-nuwun terimakasih
    obrigado obrigada muito-obrigado muito-obrigada valeu brigado brigada agradeco
    gracias muchas-gracias mil-gracias merci merci-beaucoup danke danke-schon vielen-dank grazie grazie-mille dank-je dank-u bedankt
    tesekkurler tesekkur-ederim sagol спасибо شكرا धन्यवाद 谢谢 ありがとう ありがとうございます 감사합니다`,
  goodbye: `bye bye-bye goodbye see-you see-you-later have-a-nice-day have-a-good-day have-a-great-day good-night take-care
    sampai-jumpa sampai-nanti dadah selamat-tinggal tchau ate-logo ate-mais ate-amanha adios hasta-luego hasta-pronto chao chau
    au-revoir a-bientot bonne-journee tschuss auf-wiedersehen arrivederci tot-ziens gorusuruz до-свидания пока 再见 さようなら`,
  acknowledgement: `ok okay oke okey okie great perfect cool nice good alright got-it understood noted sure fine super
    baik baiklah siap sip mantap oke-deh beleza blz certo perfeito otimo entendi vale listo perfecto genial entendido d-accord parfait alles-klar gut prima va-bene tamam хорошо 好的 はい`,
};

/** What stands beside them and asks nothing either. */
const beside = `there all team everyone guys sir madam friend kak kakak min admin mas mbak bang gan bro sis pak bu ya yah banget banyak
  sekali dong so-much very-much a-lot again too you for-your-help for-the-help for-the-info for-your-reply atas-bantuannya atas-infonya
  pessoal gente amigo amiga pela-ajuda por-tu-ayuda por-su-ayuda a-todos zusammen fur-die-hilfe pour-votre-aide`;

const kinds = ["goodbye", "thanks", "greeting", "acknowledgement"] as const;
const phrases = new Map<string, SmallTalk | "beside">([
  ...kinds.flatMap((kind) => listed(said[kind]).map((phrase) => [phrase, kind] as const)),
  ...listed(beside).map((phrase) => [phrase, "beside"] as const),
]);
const longestPhrase = Math.max(...[...phrases.keys()].map((phrase) => phrase.split("-").length));

/** What a message is that says nothing but pleasantries, whatever their order; undefined where it says more. */
export function readSmallTalk(text: string): SmallTalk | undefined {
  if (!/[\p{L}\p{N}?？]/u.test(text))
    return /\p{Extended_Pictographic}/u.test(text) ? "acknowledgement" : undefined;
  const bare = foldAccents(text.toLowerCase().replaceAll("ß", "ss")).replaceAll(/['’]/g, "");
  const words = bare.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const found = new Set<SmallTalk | "beside">();
  for (let at = 0; at < words.length;) {
    const length = phraseLength(words, at);
    const kind = phrases.get(words.slice(at, at + length).join("-"));
    if (kind === undefined) return undefined;
    found.add(kind);
    at += length;
  }
  return kinds.find((kind) => found.has(kind));
}

/**
 * Whether nothing needs to be looked up for what a customer says. A mere "ok" asks nothing, unless it answers a question of ours.
 */
export function asksNothing(text: string, lastReply: string | undefined): boolean {
  const kind = readSmallTalk(text);
  if (kind === "acknowledgement") return lastReply === undefined || !/[?？]/.test(lastReply);
  return kind !== undefined;
}

/** Of the longest phrase that begins at this word, so that "thank you so much" is not "thank you" and a rest; 0: none does. */
function phraseLength(words: readonly string[], at: number): number {
  for (let length = longestPhrase; length > 0; length--) {
    if (at + length <= words.length && phrases.has(words.slice(at, at + length).join("-"))) return length;
  }
  return 0;
}

function listed(text: string): string[] {
  return text.trim().split(/\s+/);
}
