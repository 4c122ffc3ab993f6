import type { CustomerWords } from "./customer-words.ts";

export const de: CustomerWords = {
  handoff: "Leider habe ich diese Information nicht.",
  askedForHuman: "Natürlich.",
  technical: "Entschuldigung, das kann ich gerade nicht nachsehen.",
  quota: "Vielen Dank für Ihre Nachricht.",
  colleagueSoon: "Eine Kollegin oder ein Kollege antwortet Ihnen hier so bald wie möglich.",
  colleagueAt:
    "Wir haben gerade geschlossen. Eine Kollegin oder ein Kollege antwortet Ihnen hier, sobald wir wieder geöffnet haben: {when}.",
  when: "{day}, {time}",
  unreadable: "Danke. Bisher kann ich nur Textnachrichten lesen. Könnten Sie es mir bitte schreiben?",
  receivedVoice: "Danke für Ihre Sprachnachricht.",
  receivedPicture: "Danke, das Bild ist angekommen.",
  receivedVideo: "Danke, das Video ist angekommen.",
  receivedDocument: "Danke, das Dokument ist angekommen.",
  receivedContact: "Danke, der Kontakt ist angekommen.",
  receivedPlace: "Danke, der Standort ist angekommen.",
  receivedOrder: "Danke, Ihre Bestellung ist angekommen.",
  receivedForm: "Danke, das Formular ist angekommen.",
  disclosure: "Hallo! Hier schreibt der automatische Assistent von {business}.",
  isBot: "Ja, ich bin ein automatischer Assistent von {business} und kein Mensch.",
  reachPerson: "Wenn Sie lieber mit einem Menschen sprechen möchten, schreiben Sie einfach „{word}“.",
  personWord: "Mensch",
};
