import type { CustomerWords } from "./customer-words.ts";

export const en: CustomerWords = {
  handoff: "I do not have that information.",
  askedForHuman: "Of course.",
  technical: "Sorry, I cannot look that up right now.",
  quota: "Thank you for your message.",
  colleagueSoon: "A colleague will reply here as soon as possible.",
  colleagueAt: "We are closed at the moment. A colleague will reply here once we are open again: {when}.",
  when: "{day}, {time}",
  unreadable: "Thank you. So far I can only read text messages. Could you write it to me as text?",
  receivedVoice: "Thank you for your voice message.",
  receivedPicture: "Thank you, the picture has arrived.",
  receivedVideo: "Thank you, the video has arrived.",
  receivedDocument: "Thank you, the document has arrived.",
  receivedContact: "Thank you, the contact has arrived.",
  receivedPlace: "Thank you, the location has arrived.",
  receivedOrder: "Thank you for your order, it has arrived.",
  receivedForm: "Thank you, the form has arrived.",
  disclosure: "Hello! I am the automatic assistant of {business}.",
  isBot: "Yes, I am an automatic assistant of {business}, not a person.",
  reachPerson: "If you would rather talk to a person, just write “{word}”.",
  personWord: "person",
};
