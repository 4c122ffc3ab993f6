import type { CustomerWords } from "./customer-words.ts";

export const fr: CustomerWords = {
  handoff: "Désolé, je n’ai pas cette information.",
  askedForHuman: "Bien sûr.",
  technical: "Désolé, je ne peux pas le vérifier pour le moment.",
  quota: "Merci pour votre message.",
  colleagueSoon: "Un collègue vous répondra ici dès que possible.",
  colleagueAt:
    "Nous sommes fermés en ce moment. Un collègue vous répondra ici dès notre réouverture : {when}.",
  when: "{day}, {time}",
  unreadable: "Merci. Pour l’instant, je ne peux lire que les messages écrits. Pourriez-vous me l’écrire ?",
  receivedVoice: "Merci pour votre message vocal.",
  receivedPicture: "Merci, nous avons bien reçu l'image.",
  receivedVideo: "Merci, nous avons bien reçu la vidéo.",
  receivedDocument: "Merci, nous avons bien reçu le document.",
  receivedContact: "Merci, nous avons bien reçu le contact.",
  receivedPlace: "Merci, nous avons bien reçu la localisation.",
  receivedOrder: "Merci, nous avons bien reçu votre commande.",
  receivedForm: "Merci, nous avons bien reçu le formulaire.",
  disclosure: "Bonjour ! Je suis un assistant automatique ({business}).",
  isBot: "Oui, je suis un assistant automatique ({business}), pas une personne.",
  reachPerson: "Si vous préférez parler à une personne, écrivez simplement « {word} ».",
  personWord: "conseiller",
};
