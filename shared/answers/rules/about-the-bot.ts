import { foldAccents } from "../../language/fold-accents.ts";

/**
 * What customers ask about who answers them, and what a bot must not say of itself, in the languages that customers are
 * spoken to in. Texts are compared in small letters, without accents of Latin letters and punctuation.
 */

/** Nouns for what is no human, and for what is one. */
const nouns = {
  en: "(?:a |an )?(?:real |actual |live |human )?(?:ro|chat)?bot|(?:a |an )?(?:real |actual |live )?(?:human|person|human being|machine)|(?:an )?ai|real|automated",
  id: "(?:chat)?bot|robot|mesin|ai|manusia(?: asli| beneran| sungguhan)?|orang(?: asli| beneran| sungguhan)",
  pt: "(?:um |uma )?(?:ro)?bo(?:t)?|(?:um )?robo|(?:uma )?maquina|(?:uma )?ia|(?:um |uma )?human[oa]|(?:uma )?pessoa(?: real| de verdade)?",
  es: "(?:un |una )?(?:chat|ro)?bot|(?:una )?maquina|(?:una )?ia|(?:un |una )?(?:ser )?human[oa]|(?:una )?persona(?: real| de verdad)?",
  fr: "(?:un |une )?(?:vrai |vraie )?(?:(?:chat|ro)?bot|machine|ia|humain|humaine|etre humain|personne(?: reelle)?)",
  de: "(?:ein |eine |einem |einer )?(?:echte[nrms]? )?(?:(?:chat)?bot|roboter|maschine|ki|mensch(?:en)?|person)",
  it: "(?:un |una )?(?:(?:chat|ro)?bot|macchina|ia|umano|umana|essere umano|persona(?: vera| reale)?)",
  nl: "(?:een )?(?:echte? )?(?:(?:chat|ro)?bot|machine|ai|mens|persoon)",
};

const botQuestions: readonly RegExp[] = [
  `(?:are|r) (?:you|u) (?:${nouns.en})(?: or (?:${nouns.en}))?`,
  `(?:am i|i am) (?:talking|speaking|chatting|writing) (?:to|with) (?:${nouns.en})(?: or (?:${nouns.en}))?`,
  `is (?:this|that|it) (?:${nouns.en})(?: or (?:${nouns.en}))?`,
  `(?:apakah )?(?:saya (?:bicara|chat|berbicara) (?:dengan|sama) |ini |kamu |anda |kalian |kak |min )(?:ini |adalah |adalah seorang |seorang )?(?:${nouns.id})(?: (?:atau|apa) (?:${nouns.id}))?(?: ya| kah| bukan| nih)?`,
  `(?:voces?|vcs?|tu|isso|isto|ai) ?(?:e|eh|es|sao) (?:${nouns.pt})(?: ou (?:${nouns.pt}))?(?: mesmo)?`,
  `(?:eu )?(?:(?:estou|to) falando|falo) com (?:${nouns.pt})(?: ou (?:${nouns.pt}))?`,
  `(?:tu |ustedes |usted )?(?:eres|es usted|son ustedes|son|es|sos|sois|esto es) (?:${nouns.es})(?: o (?:${nouns.es}))?`,
  `(?:estoy hablando|hablo|estoy chateando) con (?:${nouns.es})(?: o (?:${nouns.es}))?`,
  `(?:est ce que )?(?:vous etes|etes vous|tu es|es tu|c est|est ce) (?:${nouns.fr})(?: ou (?:${nouns.fr}))?`,
  `(?:est ce que )?(?:je parle|parle je|suis je en train de parler) (?:a|avec) (?:${nouns.fr})(?: ou (?:${nouns.fr}))?`,
  `(?:bist du|seid ihr|sind sie|ist das|ist das hier|bist du hier) (?:${nouns.de})(?: oder (?:${nouns.de}))?`,
  `(?:spreche|schreibe|rede|chatte) ich (?:hier |gerade )*mit (?:${nouns.de})(?: oder (?:${nouns.de}))?`,
  `(?:tu |lei |voi )?(?:sei|siete|e) (?:${nouns.it})(?: o (?:${nouns.it}))?`,
  `(?:sto parlando|parlo) con (?:${nouns.it})(?: o (?:${nouns.it}))?`,
  `(?:ben je|ben jij|bent u|zijn jullie|is dit) (?:${nouns.nl})(?: of (?:${nouns.nl}))?`,
  `(?:praat|spreek|chat) ik (?:nu )?met (?:${nouns.nl})(?: of (?:${nouns.nl}))?`,
  "(?:sen |siz )?(?:bir )?(?:gercek )?(?:bot|robot|insan|makine|yapay zeka|kisi|biri) ?m[iu](?:sin|sun|siniz|sunuz)?(?: yoksa (?:bir )?(?:bot|robot|insan) ?m[iu](?:sin|sun|siniz|sunuz)?)?",
  "(?:bir )?(?:botla|robotla|insanla|makineyle|yapay zekayla) mi (?:konusuyorum|yazisiyorum)",
  "(?:هل )?(?:أنت|انت|أنتم|انتم|هذا) (?:روبوت|بوت|آلة|الة|إنسان|انسان|بشر|شخص حقيقي|ذكاء اصطناعي|برنامج)(?: (?:أم|ام|أو|او) (?:روبوت|إنسان|انسان|بشر))?",
  "(?:هل )?(?:أتحدث|اتحدث|أتكلم|اتكلم) مع (?:روبوت|بوت|آلة|إنسان|انسان|بشر|شخص حقيقي)(?: (?:أم|ام|أو|او) (?:روبوت|إنسان|انسان|بشر))?",
  "(?:क्या )?(?:आप|तुम|यह|ये) (?:एक )?(?:बॉट|रोबोट|मशीन|इंसान|इन्सान|असली इंसान|एआई)(?: (?:हैं|हो|है))?(?: या (?:इंसान|बॉट|रोबोट)(?: (?:हैं|हो|है))?)?",
  "(?:क्या )?(?:मैं )?(?:किसी )?(?:बॉट|रोबोट|मशीन|इंसान) से बात कर रह[ाी] हूँ",
  "(?:あなた|これ|そちら|相手)?(?:は|って)?(?:本物の)?(?:ボット|ロボット|チャットボット|ai|人間|機械|人)(?:ですか|なの|なのですか|なんですか|か)?(?:それとも)?(?:(?:ボット|ロボット|ai|人間|人)(?:ですか|なの|か)?)?",
].map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));

const personRequests: readonly RegExp[] = [
  "(?:an? |the |real |live )*(?:human|person|agent|operator|representative|human agent|real person)",
  ".*\\b(?:talk|speak|chat|connect me|transfer me|put me through|get me|hand me over) (?:to|with)? ?(?:a |an |the |some)?(?:real |live |actual )?(?:human|person|agent|operator|representative|someone|somebody|colleague|staff|manager|human being|one of your people)\\b.*",
  "(?:petugas|admin|cs|operator|manusia|orang asli)",
  ".*\\b(?:bicara|ngobrol|berbicara|chat|sambungkan|hubungkan)(?: saya)?(?: langsung)? (?:dengan|sama|ke) (?:petugas|admin|cs|customer service|operator|manusia|orang|staf|manajer)\\b.*",
  "(?:um |uma )?(?:atendente|humano|pessoa|operador)",
  ".*\\b(?:falar|conversar) com (?:um |uma |o |a |algum |alguma )?(?:atendente|humano|humana|pessoa|alguem|operador|operadora|gerente|responsavel)\\b.*",
  "(?:una? )?(?:persona|humano|agente|operador|asesor)",
  ".*\\b(?:hablar|chatear|comunicar(?:me|se)?) con (?:un |una |algun |alguna |el |la )?(?:persona|humano|humana|agente|alguien|operador|operadora|asesor|asesora|encargado|gerente)\\b.*",
  "(?:une? )?(?:conseiller|conseillere|personne|humain|agent|operateur)",
  ".*\\b(?:parler|discuter) (?:a|avec) (?:un |une |le |la |votre )?(?:vrai |vraie )?(?:conseiller|conseillere|personne|humain|agent|quelqu un|operateur|responsable|collegue)\\b.*",
  "(?:ein |einen |eine )?(?:mensch|mitarbeiter|mitarbeiterin|berater)",
  ".*\\bmit (?:einem |einer |jemandem|ihrem |dem )?(?:echten |richtigen )?(?:menschen|mitarbeiter|mitarbeiterin|berater|beraterin|person|kollegen)? ?(?:sprechen|reden|schreiben|verbunden werden)\\b.*",
  "(?:un |una )?(?:operatore|operatrice|persona|umano)",
  ".*\\bparlare con (?:un |una |un |qualche |l )?(?:operatore|operatrice|persona|umano|qualcuno|responsabile|essere umano|collega)\\b.*",
  "(?:een )?(?:medewerker|mens|persoon)",
  ".*\\bmet (?:een |iemand|jullie )?(?:echte? )?(?:medewerker|mens|persoon|collega)? ?(?:praten|spreken|chatten)\\b.*",
  "(?:bir )?(?:temsilci|yetkili|insan|musteri temsilcisi)",
  ".*\\b(?:temsilciyle|yetkiliyle|yetkili ile|temsilci ile|insanla|biriyle|birisiyle|gercek biriyle|musteri temsilcisiyle) (?:konusmak|gorusmek|yazismak)\\b.*",
  "(?:موظف|إنسان|انسان|شخص|مندوب)",
  ".*(?:التحدث|اتحدث|أتحدث|اتكلم|أتكلم|التكلم|الحديث) (?:مع|إلى|الى) (?:موظف|إنسان|انسان|شخص|أحد|احد|مندوب|ممثل).*",
  "(?:कर्मचारी|इंसान|एजेंट|व्यक्ति)",
  ".*(?:कर्मचारी|इंसान|इन्सान|एजेंट|व्यक्ति|किसी) से (?:बात|बातचीत).*",
  "(?:担当者|オペレーター|人間|スタッフ)",
  ".*(?:担当者|オペレーター|人|人間|スタッフ|係の方)(?:の方)?(?:と|に)(?:直接)?(?:話|繋|つな|代わ|かわ).*",
].map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));

const denials: readonly RegExp[] = [
  "\\bi(?: a|')?m (?:really |actually |indeed |definitely |just )*(?:not (?:a |an )?(?:ro|chat)?(?:bot|machine|ai\\b|automated)|(?:a |an )?(?:real |actual |live )?(?:human|person)\\b)",
  "\\b(?:no|yes),? (?:i am|i'm) (?:a )?(?:real )?(?:human|person)\\b",
  "\\b(?:saya|aku|kami) (?:adalah |ini |memang )?(?:seorang )?(?:manusia|orang asli|orang sungguhan)\\b|\\b(?:saya|aku|kami|ini) bukan(?:lah)? (?:sebuah |seorang )?(?:chat)?(?:ro)?bot\\b",
  "\\b(?:eu )?sou (?:um |uma )?(?:human[oa]|pessoa)\\b|\\bnao sou (?:um |uma )?(?:ro)?bo[t]?\\b|\\bnao sou (?:uma )?maquina\\b",
  "\\bsoy (?:un |una )?(?:ser )?(?:human[oa]|persona)\\b|\\bno soy (?:un |una )?(?:(?:chat|ro)?bot|maquina)\\b",
  "\\bje suis (?:un |une )?(?:vrai |vraie )?(?:etre )?(?:humaine?|personne)\\b|\\bje ne suis pas (?:un |une )?(?:(?:chat|ro)?bot|machine)\\b",
  "\\bich bin (?:wirklich |tatsachlich )?(?:ein |eine )?(?:echter? )?(?:mensch|person)\\b|\\bich bin (?:kein|keine) (?:(?:chat)?bot|roboter|maschine)\\b",
  "(?<!non )\\bsono (?:un |una )?(?:essere )?(?:umano|umana|persona)\\b|\\bnon sono (?:un |una )?(?:(?:chat|ro)?bot|macchina)\\b",
  "\\bik ben (?:echt )?(?:een )?(?:echte? )?(?:mens|persoon)\\b|\\bik ben geen (?:(?:chat|ro)?bot|machine)\\b",
  "\\bben (?:gercek )?(?:bir )?insanim\\b|\\b(?:bot|robot|makine) degilim\\b",
  "(?:أنا|انا) (?:إنسان|انسان|شخص حقيقي|بشر)|(?:لست|أنا لست|انا لست) (?:روبوت|بوت|آلة)",
  "मैं (?:एक )?(?:असली )?(?:इंसान|व्यक्ति) हूँ|मैं (?:एक |कोई )?(?:बॉट|रोबोट|मशीन) नहीं",
  "(?:私は|わたしは)?人間です|(?:ボット|ロボット|ai)では(?:ありません|ない)",
].map((pattern) => new RegExp(pattern, "u"));

/** "Are you a bot?", and no more than that. */
export function asksWhetherBot(text: string): boolean {
  const said = plainWords(text);
  return botQuestions.some((question) => question.test(said));
}

/** The customer asks for a person, in a few words. */
export function asksForPerson(text: string): boolean {
  const said = plainWords(text);
  return said.length <= 120 && personRequests.some((request) => request.test(said));
}

/** A bot's words say that a human writes them. */
export function claimsToBeHuman(text: string): boolean {
  const said = toPlainLetters(text);
  return denials.some((denial) => denial.test(said));
}

const greetings =
  /^(?:(?:hi|hello|hey|halo|hai|ola|oi|hola|bonjour|salut|hallo|hoi|ciao|salve|merhaba|selam|excuse me|sorry|perdon|desculpa|maaf|pardon|مرحبا|नमस्ते|こんにちは|すみません|please|tolong|por favor|bitte) )+/u;

function plainWords(text: string): string {
  const said = toPlainLetters(text)
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  return said
    .replace(greetings, "")
    .replace(/ (?:please|por favor|bitte|per favore|lutfen|dong|kak|pls)$/u, "");
}

function toPlainLetters(text: string): string {
  return foldAccents(text.toLowerCase()).replaceAll("ı", "i").replaceAll("’", "'");
}
