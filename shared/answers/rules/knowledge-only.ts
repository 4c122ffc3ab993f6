import { splitSentences } from "../../language/split-sentences.ts";
import { visibleText } from "./visible-text.ts";

const forget = String.raw`ignor\p{L}*|disregard|forget|overrid\p{L}*|bypass|abaikan|lupakan|desconsider\p{L}*|esque[cç]\p{L}*|olvid\p{L}*|oubli\p{L}*|vergiss|missachte|dimentica`;
const earlier = String.raw`all|any|previous|prior|above|earlier|preceding|your|semua|seluruh|sebelumnya|tod[ao]s|anteriores|previ[ao]s|toutes|tous|précédent\p{L}*|alle|vorherig\p{L}*|bisherig\p{L}*|tutte|precedenti`;
const orders = String.raw`instru[cç]\p{L}*|instruktion\p{L}*|instruksi|istruzioni|rules?|prompts?|aturan|perintah|regras|reglas|regeln|règles|consignes|guidelines?|anweisung\p{L}*|[oó]rdenes|ordens`;
const models = "ai|llm|language model|chat ?bot|virtual assistant";

/**
 * What speaks to a model and not to a customer: the openings of the prompt injections that are known, in the languages we meet
 * most, and the marks by which chat templates part their speakers. Narrow, because what it hits is lost to customers: "do not
 * ignore the washing instructions" and "you are now a member" are knowledge.
 */
const spokenToModel = new RegExp(
  [
    String.raw`(?<!(?:not|never|n't|jangan|não|no|nicht) )\b(?:${forget})\b.{0,30}?(?<!\p{L})(?:${earlier})(?!\p{L}).{0,30}?(?<!\p{L})(?:${orders})`,
    String.raw`(?<!(?:not|never|n't|jangan|não|no|nicht) )\b(?:${forget})\b.{0,20}?(?<!\p{L})(?:${orders})(?!\p{L}).{0,12}?(?<!\p{L})(?:${earlier})(?!\p{L})`,
    String.raw`\b(?:system|developer|hidden|initial) prompts?\b|\b(?:system|developer) instructions?\b`,
    String.raw`\byou(?: are|'re) now (?:an? )?(?:ai|dan|evil|unrestricted|unfiltered|free from|different|in (?:developer|debug|admin|god) mode|${models})\b`,
    String.raw`\b(?:you are|you're|kamu adalah|anda adalah|você é|eres|tu es|du bist) (?:an? |um |uma |un |une |ein |eine )?(?:${models})\b`,
    String.raw`\b(?:note|message|instructions?|hinweis|catatan|instruksi|nota|aviso|pesan) (?:to|for|an|untuk|para|pour) (?:the |any |all |o |el |die |das |l[ae] )?(?:${models}|assistants?|asisten|assistente|asistente|bots?|ki|ia)\b`,
    String.raw`\b(?:if|when) (?:you are|you're|read by|processed by) (?:an? )?(?:${models})\b`,
    String.raw`\b(?:${models})s?,? (?:must|should|shall|has to|have to|reading this|processing this)\b`,
    String.raw`\b(?:do anything now|jailbreak|developer mode|god mode)\b`,
    String.raw`\bsystem\s*:\s*(?:you|ignore|reply|answer|respond|tell|send|override|new|from now)\b`,
    String.raw`\b(?:base64|rot13)\b.{0,30}\b(?:decod|instruc|execut|follow|run)`,
    String.raw`<\|[^|]{1,30}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant|user|tool_call|function_call|tool|instructions?)>`,
    String.raw`\b(?:end|begin|start) of (?:the )?(?:context|prompt|instructions?)\b`,
    String.raw`"(?:tool_calls?|function_call)"\s*:`,
  ].join("|"),
  "iu",
);

/**
 * A document's text without what was written for a model to obey: characters that nobody sees, and sentences that speak to it. Neither
 * the model sees them nor do they count as support, so an answer that obeys one has nothing to stand on.
 */
export function knowledgeOnly(text: string): string {
  return visibleText(text)
    .split("\n")
    .flatMap((line) => {
      if (!spokenToModel.test(line)) return [line];
      const kept = splitSentences(line).filter((sentence) => !spokenToModel.test(sentence));
      return kept.length === 0 ? [] : [kept.join("").trim()];
    })
    .join("\n");
}
