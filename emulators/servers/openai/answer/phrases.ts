import { type Language } from "./stop-words.ts";

type Phrase = "greeting" | "thanks" | "goodbye" | "noAnswer" | "noSources" | "clarify" | "which" | "handoff";

const phrases: Record<Language, Record<Phrase, string>> = {
  en: {
    greeting: "Hello! How can I help you?",
    thanks: "You're welcome! Is there anything else I can help with?",
    goodbye: "Goodbye, and thank you for writing to us!",
    noAnswer: "I'm sorry, I can't find the answer to that in the information I have.",
    noSources: "I'm sorry, I have no information to answer that from.",
    clarify: "Could you tell me a little more about what you would like to know?",
    which: "Could you tell me which of these you mean?",
    handoff: "Of course, I will ask a colleague to take over.",
  },
  id: {
    greeting: "Halo! Ada yang bisa saya bantu?",
    thanks: "Sama-sama! Ada lagi yang bisa saya bantu?",
    goodbye: "Sampai jumpa, terima kasih sudah menghubungi kami!",
    noAnswer: "Maaf, saya tidak menemukan jawabannya dalam informasi yang saya punya.",
    noSources: "Maaf, saya tidak punya informasi untuk menjawab itu.",
    clarify: "Boleh dijelaskan sedikit lagi apa yang ingin Anda ketahui?",
    which: "Boleh tahu mana yang Anda maksud?",
    handoff: "Baik, saya akan meminta rekan saya untuk membantu Anda.",
  },
  es: {
    greeting: "¡Hola! ¿En qué puedo ayudarle?",
    thanks: "¡De nada! ¿Puedo ayudarle en algo más?",
    goodbye: "¡Hasta luego y gracias por escribirnos!",
    noAnswer: "Lo siento, no encuentro la respuesta en la información que tengo.",
    noSources: "Lo siento, no tengo información para responder a eso.",
    clarify: "¿Podría contarme un poco más sobre lo que desea saber?",
    which: "¿Podría decirme a cuál se refiere?",
    handoff: "Por supuesto, pediré a un colega que le atienda.",
  },
  pt: {
    greeting: "Olá! Como posso ajudar?",
    thanks: "De nada! Posso ajudar em algo mais?",
    goodbye: "Até logo, e obrigado por escrever!",
    noAnswer: "Desculpe, não encontro a resposta nas informações que tenho.",
    noSources: "Desculpe, não tenho informações para responder a isso.",
    clarify: "Pode contar um pouco mais sobre o que deseja saber?",
    which: "Pode me dizer a qual se refere?",
    handoff: "Claro, vou pedir a um colega que assuma.",
  },
};

/** A set phrase in the customer's language. */
export function phrase(name: Phrase, language: Language): string {
  return phrases[language][name];
}
