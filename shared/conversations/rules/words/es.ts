import type { CustomerWords } from "./customer-words.ts";

export const es: CustomerWords = {
  handoff: "Lo siento, no tengo esa información.",
  askedForHuman: "Por supuesto.",
  technical: "Lo siento, ahora mismo no puedo consultarlo.",
  quota: "Gracias por su mensaje.",
  colleagueSoon: "Un compañero responderá aquí lo antes posible.",
  colleagueAt:
    "En este momento estamos cerrados. Un compañero responderá aquí cuando volvamos a abrir: {when}.",
  when: "{day}, {time}",
  unreadable: "Gracias. Por ahora solo puedo leer mensajes de texto. ¿Podría escribírmelo?",
  receivedVoice: "Gracias por su mensaje de voz.",
  receivedPicture: "Gracias, hemos recibido la imagen.",
  receivedVideo: "Gracias, hemos recibido el vídeo.",
  receivedDocument: "Gracias, hemos recibido el documento.",
  receivedContact: "Gracias, hemos recibido el contacto.",
  receivedPlace: "Gracias, hemos recibido la ubicación.",
  receivedOrder: "Gracias, hemos recibido su pedido.",
  receivedForm: "Gracias, hemos recibido el formulario.",
  disclosure: "¡Hola! Soy el asistente automático de {business}.",
  isBot: "Sí, soy un asistente automático de {business}, no una persona.",
  reachPerson: "Si prefiere hablar con una persona, escriba «{word}».",
  personWord: "persona",
};
