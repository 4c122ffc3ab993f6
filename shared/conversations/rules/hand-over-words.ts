import { Temporal } from "temporal-polyfill";
import type { Opening } from "./business-hours.ts";
import { type CustomerLanguage, fillIn, wordsIn } from "./words/words-in.ts";

/**
 * What closes the words of a hand-over: that a colleague will answer, and when people are there again. Undefined while
 * people are there if the words before are the tenant's own, which say it themselves.
 */
export function closingWords(
  opening: Opening,
  { language, timeZone, now, isOwn = false }: Speaking & { isOwn?: boolean },
): string | undefined {
  const { colleagueSoon, colleagueAt } = wordsIn(language);
  if (!opening.isOpen && opening.opensAt !== undefined)
    return fillIn(colleagueAt, { when: dayAndTime(opening.opensAt, { language, timeZone, now }) });
  return isOwn ? undefined : colleagueSoon;
}

/** The words of a hand-over with what closes them, as the customer gets them. */
export function closeWords(
  words: string,
  opening: Opening,
  speaking: Speaking & { isOwn?: boolean },
): string {
  return (
    [words, closingWords(opening, speaking)]
      .filter((part) => part !== undefined && part !== "")
      // Beside a long answer it stands by itself.
      .join(words.length > 160 || words.includes("\n") ? "\n\n" : " ")
  );
}

type Speaking = { language: CustomerLanguage; timeZone: string; now: Date };

/** The day as one says it: today, tomorrow, the weekday, or from a week ahead the date. */
function dayAndTime(at: Date, { language, timeZone, now }: Speaking): string {
  const days = dayOf(now, timeZone).until(dayOf(at, timeZone)).days;
  const day =
    days <= 1
      ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day")
      : new Intl.DateTimeFormat(language, {
          timeZone,
          weekday: "long",
          ...(days < 7 ? {} : { day: "numeric", month: "long" }),
        }).format(at);
  const time = new Intl.DateTimeFormat(language, { timeZone, timeStyle: "short" }).format(at);
  return fillIn(wordsIn(language).when, { day, time });
}

function dayOf(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
