/**
 * All that the CRM itself says to customers, in one language. What stands in braces is filled in: {business} is the
 * tenant's name, {word} the word that reaches a person, {when} a day and a time, {day} and {time} its parts.
 */
export type CustomerWords = {
  /** Opens a hand-over: the knowledge does not hold the answer. */
  handoff: string;
  /** The customer asks for a person. */
  askedForHuman: string;
  /** The model or the search does not work. */
  technical: string;
  /** The plan lets no bot answer. */
  quota: string;
  /** Closes a hand-over while people are there, or no hours are known. */
  colleagueSoon: string;
  /** Closes a hand-over while they are not. */
  colleagueAt: string;
  /** How a day and a time stand together. */
  when: string;
  /** What was sent cannot be read, and is to be written. */
  unreadable: string;
  /** Open a hand-over: what was sent is not text, and has arrived. */
  receivedVoice: string;
  receivedPicture: string;
  receivedVideo: string;
  receivedDocument: string;
  receivedContact: string;
  receivedPlace: string;
  receivedOrder: string;
  receivedForm: string;
  /** Goes before the first answer of a conversation. */
  disclosure: string;
  /** Answers whether a bot writes. */
  isBot: string;
  /** How a person is reached; follows the tenant's own words, too. */
  reachPerson: string;
  /** The {word}. */
  personWord: string;
};
