import type { CustomerWords } from "./customer-words.ts";

export const pt: CustomerWords = {
  handoff: "Infelizmente não tenho essa informação.",
  askedForHuman: "Claro.",
  technical: "Desculpe, não consigo verificar isso agora.",
  quota: "Obrigado pela sua mensagem.",
  colleagueSoon: "Um colega responderá aqui assim que possível.",
  colleagueAt: "No momento estamos fechados. Um colega responderá aqui quando reabrirmos: {when}.",
  when: "{day}, {time}",
  unreadable: "Obrigado. Por enquanto só consigo ler mensagens de texto. Você poderia escrever?",
  receivedVoice: "Obrigado pela mensagem de voz.",
  receivedPicture: "Obrigado, recebemos a imagem.",
  receivedVideo: "Obrigado, recebemos o vídeo.",
  receivedDocument: "Obrigado, recebemos o documento.",
  receivedContact: "Obrigado, recebemos o contato.",
  receivedPlace: "Obrigado, recebemos a localização.",
  receivedOrder: "Obrigado, recebemos o seu pedido.",
  receivedForm: "Obrigado, recebemos o formulário.",
  disclosure: "Olá! Sou o assistente automático de {business}.",
  isBot: "Sim, sou um assistente automático de {business}, não uma pessoa.",
  reachPerson: "Se preferir falar com uma pessoa, é só escrever “{word}”.",
  personWord: "atendente",
};
