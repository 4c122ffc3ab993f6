import type { CustomerWords } from "./customer-words.ts";

export const nl: CustomerWords = {
  handoff: "Helaas heb ik die informatie niet.",
  askedForHuman: "Natuurlijk.",
  technical: "Sorry, dat kan ik op dit moment niet opzoeken.",
  quota: "Bedankt voor uw bericht.",
  colleagueSoon: "Een collega antwoordt u hier zo snel mogelijk.",
  colleagueAt:
    "We zijn op dit moment gesloten. Een collega antwoordt u hier zodra we weer open zijn: {when}.",
  when: "{day}, {time}",
  unreadable: "Bedankt. Voorlopig kan ik alleen tekstberichten lezen. Kunt u het mij als tekst sturen?",
  receivedVoice: "Bedankt voor uw spraakbericht.",
  receivedPicture: "Bedankt, de foto is aangekomen.",
  receivedVideo: "Bedankt, de video is aangekomen.",
  receivedDocument: "Bedankt, het document is aangekomen.",
  receivedContact: "Bedankt, het contact is aangekomen.",
  receivedPlace: "Bedankt, de locatie is aangekomen.",
  receivedOrder: "Bedankt, uw bestelling is aangekomen.",
  receivedForm: "Bedankt, het formulier is aangekomen.",
  disclosure: "Hallo! Ik ben de automatische assistent van {business}.",
  isBot: "Ja, ik ben een automatische assistent van {business}, geen mens.",
  reachPerson: "Spreekt u liever met een mens? Schrijf dan “{word}”.",
  personWord: "medewerker",
};
