import type { HandoffCode } from "../handoff-code.ts";

export type WaitingWords = {
  subject(count: number): string;
  intro(count: number): string;
  more(count: number): string;
  /** A customer whose name is not known. */
  somebody: string;
  what: string;
  reasons: Record<HandoffCode, string>;
};

/** All that the mail about waiting conversations says, by language. */
export const waitingWords: Record<"en" | "id" | "pt" | "es", WaitingWords> = {
  en: {
    subject: (count) =>
      count === 1 ? "a customer waits for an answer" : `${count} customers wait for an answer`,
    intro: (count) =>
      count === 1
        ? "The bot has handed a conversation over, and nobody has taken it yet:"
        : `The bot has handed ${count} conversations over, and nobody has taken them yet:`,
    more: (count) => `and ${count} more`,
    somebody: "a customer",
    what: "They are shown in the CRM under Conversations. Whoever answers takes the conversation.",
    reasons: {
      "no-answer": "the knowledge holds no answer",
      "asked-for-human": "asks for a person",
      unreadable: "sent what the bot cannot read",
      technical: "the bot could not answer",
      quota: "the plan lets no bot answer",
      rule: "is to be answered by people",
      "answered-in-app": "was answered in the app",
      taken: "was taken",
    },
  },
  id: {
    subject: (count) => `${count} pelanggan menunggu jawaban`,
    intro: (count) => `Bot telah menyerahkan ${count} percakapan, dan belum ada yang mengambilnya:`,
    more: (count) => `dan ${count} lagi`,
    somebody: "seorang pelanggan",
    what: "Semuanya ada di CRM pada menu Percakapan. Siapa pun yang menjawab mengambil percakapan itu.",
    reasons: {
      "no-answer": "jawabannya tidak ada di basis pengetahuan",
      "asked-for-human": "ingin berbicara dengan petugas",
      unreadable: "mengirim sesuatu yang tidak bisa dibaca bot",
      technical: "bot tidak bisa menjawab",
      quota: "paket tidak mengizinkan bot menjawab",
      rule: "harus dijawab oleh petugas",
      "answered-in-app": "sudah dijawab di aplikasi",
      taken: "sudah diambil",
    },
  },
  pt: {
    subject: (count) =>
      count === 1 ? "um cliente espera uma resposta" : `${count} clientes esperam uma resposta`,
    intro: (count) =>
      count === 1
        ? "O bot passou uma conversa adiante, e ninguém a assumiu ainda:"
        : `O bot passou ${count} conversas adiante, e ninguém as assumiu ainda:`,
    more: (count) => `e mais ${count}`,
    somebody: "um cliente",
    what: "Elas aparecem no CRM em Conversas. Quem responde assume a conversa.",
    reasons: {
      "no-answer": "o conhecimento não tem a resposta",
      "asked-for-human": "pede para falar com uma pessoa",
      unreadable: "enviou algo que o bot não consegue ler",
      technical: "o bot não conseguiu responder",
      quota: "o plano não permite respostas do bot",
      rule: "deve ser respondido por pessoas",
      "answered-in-app": "foi respondido no aplicativo",
      taken: "foi assumido",
    },
  },
  es: {
    subject: (count) =>
      count === 1 ? "un cliente espera una respuesta" : `${count} clientes esperan una respuesta`,
    intro: (count) =>
      count === 1
        ? "El bot ha pasado una conversación, y nadie la ha tomado todavía:"
        : `El bot ha pasado ${count} conversaciones, y nadie las ha tomado todavía:`,
    more: (count) => `y ${count} más`,
    somebody: "un cliente",
    what: "Se ven en el CRM en Conversaciones. Quien responde toma la conversación.",
    reasons: {
      "no-answer": "el conocimiento no tiene la respuesta",
      "asked-for-human": "pide hablar con una persona",
      unreadable: "envió algo que el bot no puede leer",
      technical: "el bot no pudo responder",
      quota: "el plan no permite respuestas del bot",
      rule: "deben responder personas",
      "answered-in-app": "se respondió en la aplicación",
      taken: "fue tomada",
    },
  },
};
