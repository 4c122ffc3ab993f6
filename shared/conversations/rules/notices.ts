import { z } from "zod";

/** What the bot says when no model can say it. */
export type Notice = "technical" | "unreadable" | "handoff" | "quota";

const texts: Record<string, Record<Notice, string>> = {
  en: {
    technical: "Sorry, I cannot look that up right now. A colleague will reply here as soon as possible.",
    unreadable: "Thank you. I can only read text messages so far. Could you write it as text?",
    handoff: "I do not have that information. A colleague will reply here as soon as possible.",
    quota: "Thank you for your message. A colleague will reply here as soon as possible.",
  },
  id: {
    technical: "Maaf, saat ini saya tidak bisa mencarinya. Rekan kami akan membalas di sini secepatnya.",
    unreadable: "Terima kasih. Saat ini saya hanya bisa membaca pesan teks. Bisakah Anda menuliskannya?",
    handoff: "Saya tidak memiliki informasi itu. Rekan kami akan membalas di sini secepatnya.",
    quota: "Terima kasih atas pesan Anda. Rekan kami akan membalas di sini secepatnya.",
  },
  pt: {
    technical: "Desculpe, não consigo verificar isso agora. Um colega responderá aqui assim que possível.",
    unreadable: "Obrigado. Por enquanto só consigo ler mensagens de texto. Pode escrever em texto?",
    handoff: "Não tenho essa informação. Um colega responderá aqui assim que possível.",
    quota: "Obrigado pela mensagem. Um colega responderá aqui assim que possível.",
  },
  es: {
    technical: "Lo siento, ahora mismo no puedo consultarlo. Un compañero responderá aquí lo antes posible.",
    unreadable: "Gracias. Por ahora solo puedo leer mensajes de texto. ¿Podría escribirlo?",
    handoff: "No tengo esa información. Un compañero responderá aquí lo antes posible.",
    quota: "Gracias por su mensaje. Un compañero responderá aquí lo antes posible.",
  },
};

/** A tenant may put its own words in `llm_config.notices`. */
const configured = z.looseObject({
  notices: z.partialRecord(z.enum(["technical", "unreadable", "handoff", "quota"]), z.string().trim().min(1)),
});

/** The tenant's own words for it, else ours in its language, else English. */
export function noticeText(
  notice: Notice,
  tenant: { llmConfig: unknown; language?: string | undefined },
): string {
  const own = configured.safeParse(tenant.llmConfig).data?.notices[notice];
  const language = tenant.language?.split("-")[0]?.toLowerCase() ?? "en";
  return own ?? (texts[language] ?? texts["en"])?.[notice] ?? "";
}
