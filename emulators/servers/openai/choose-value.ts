import type { Reply } from "./answer/compose-reply.ts";

type Schema = Record<string, unknown>;

/** Names of properties that hold the ids of sources. */
export const namesCitation = /citation|source|reference|chunk|evidence|^id$|_id$|Id$/i;

/** The value of an enumeration that says best what the reply is. */
export function chooseEnum(values: unknown[], name: string, reply: Reply): unknown {
  if (/lang|locale/i.test(name)) return values.find((value) => value === reply.language) ?? values[0];
  const wanted = {
    answer: /^(?:answer(?:ed)?|reply|respond|knowledge|found|information)$/i,
    smalltalk: /small_?-?talk|greet|chit_?chat|social|other/i,
    clarify: /clarif|unclear|ask/i,
    no_answer: /no_?-?answer|abstain|unknown|not_?found|refus|hand_?-?off|escalat|human|unanswer/i,
  }[reply.kind];
  return (
    values.find((value) => value === reply.kind) ??
    values.find((value) => typeof value === "string" && wanted.test(value)) ??
    values[0]
  );
}

/** What a flag of this name says of the reply. */
export function chooseBoolean(name: string, reply: Reply): boolean {
  if (/hand_?off|escalat|human|transfer/i.test(name)) return reply.handoff !== undefined;
  if (/unanswer|no_?answer|abstain|refus|unknown/i.test(name)) return reply.kind === "no_answer";
  if (/answer|found|ground|support|confident|success|relevant/i.test(name)) return reply.kind === "answer";
  if (/clarif/i.test(name)) return reply.kind === "clarify";
  if (/greet|small/i.test(name)) return reply.kind === "smalltalk";
  return false;
}

/** What a text of this name or format holds. */
export function chooseString(schema: Schema, name: string, reply: Reply): string {
  if (schema["format"] === "date-time") return new Date(0).toISOString();
  if (schema["format"] === "date") return "1970-01-01";
  if (schema["format"] === "uuid") return "00000000-0000-0000-0000-000000000000";
  if (schema["format"] === "email") return "nobody@example.com";
  if (schema["format"] === "uri") return "https://example.com/";
  if (/lang|locale/i.test(name)) return reply.language;
  if (/reason|why/i.test(name)) return reply.handoff?.reason ?? "";
  if (/summary/i.test(name)) return reply.handoff?.summary ?? reply.question;
  if (/question|query|search|keyword/i.test(name)) return reply.question;
  if (/kind|type|intent/i.test(name)) return reply.kind;
  if (namesCitation.test(name)) return reply.citations[0] ?? "";
  if (/answer|reply|text|message|response|content|output|body/i.test(name)) return reply.text;
  return "";
}

/** Whether a nullable property of this name has nothing to say. */
export function isEmpty(name: string, reply: Reply): boolean {
  if (/hand_?off|escalat|reason|summary/i.test(name)) return reply.handoff === undefined;
  if (/answer|reply|text|message|response/i.test(name)) return reply.text === "";
  if (namesCitation.test(name)) return reply.citations.length === 0;
  return !/lang|locale|kind|type|intent|confiden|question|query/i.test(name);
}

/** What a number of this name holds. */
export function chooseNumber(name: string, reply: Reply): number {
  if (/confiden|score|certain|probab/i.test(name)) return reply.confidence;
  return namesCitation.test(name)
    ? Number.parseInt(reply.citations[0]?.replace(/\D+/g, "") ?? "0", 10) || 0
    : 0;
}
