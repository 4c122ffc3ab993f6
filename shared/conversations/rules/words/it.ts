import type { CustomerWords } from "./customer-words.ts";

export const it: CustomerWords = {
  handoff: "Mi dispiace, non ho questa informazione.",
  askedForHuman: "Certo.",
  technical: "Mi dispiace, in questo momento non riesco a verificarlo.",
  quota: "Grazie per il suo messaggio.",
  colleagueSoon: "Un collega le risponderà qui appena possibile.",
  colleagueAt: "In questo momento siamo chiusi. Un collega le risponderà qui alla riapertura: {when}.",
  when: "{day}, {time}",
  unreadable: "Grazie. Per ora riesco a leggere solo i messaggi di testo. Potrebbe scrivermelo?",
  receivedVoice: "Grazie per il messaggio vocale.",
  receivedPicture: "Grazie, abbiamo ricevuto l'immagine.",
  receivedVideo: "Grazie, abbiamo ricevuto il video.",
  receivedDocument: "Grazie, abbiamo ricevuto il documento.",
  receivedContact: "Grazie, abbiamo ricevuto il contatto.",
  receivedPlace: "Grazie, abbiamo ricevuto la posizione.",
  receivedOrder: "Grazie, abbiamo ricevuto il suo ordine.",
  receivedForm: "Grazie, abbiamo ricevuto il modulo.",
  disclosure: "Salve! Sono l’assistente automatico di {business}.",
  isBot: "Sì, sono un assistente automatico di {business}, non una persona.",
  reachPerson: "Se preferisce parlare con una persona, scriva semplicemente “{word}”.",
  personWord: "operatore",
};
