import type { CustomerWords } from "./customer-words.ts";

export const en: CustomerWords = {
  handoff: "I do not have that information.",
  askedForHuman: "Of course.",
  technical: "Sorry, I cannot look that up right now.",
  quota: "Thank you for your message.",
  colleagueSoon: "A colleague will reply here as soon as possible.",
  colleagueAt: "We are closed at the moment. A colleague will reply here once we are open again: {when}.",
  when: "{day}, {time}",
  unreadable: "Thank you. I can only read text messages so far. Could you write it as text?",
  disclosure: "Hello! I am the automatic assistant of {business}.",
  isBot: "Yes, I am an automatic assistant of {business}, not a person.",
  reachPerson: "If you would rather talk to a person, just write “{word}”.",
  personWord: "person",
};
