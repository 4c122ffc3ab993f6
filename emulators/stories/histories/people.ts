/** A customer of one of the seeded tenants. */
export type Person = {
  tenant: 0 | 1;
  /** Before and after the change of number. */
  phones: readonly [string, string];
  ids: readonly [string, string];
  /** The ways in which WhatsApp writes the number, where there are several. */
  forms: readonly string[];
};

/** Unix seconds at which the history begins; the changes of number happen at `movedAt` seconds after. */
export const start = Date.parse("2026-11-20T10:00:00Z") / 1000;
export const movedAt = 100;

/** Customers of both tenants; the first of each has two forms of a number, the second changes number and user id. */
export const people: readonly Person[] = ([0, 1] as const).flatMap((tenant): Person[] => [
  {
    tenant,
    phones: ["5511987654321", "5511987654321"],
    ids: [`BR.${tenant}`, `BR.${tenant}`],
    forms: ["551187654321", "5511987654321"],
  },
  {
    tenant,
    phones: ["6281111111111", "6282222222222"],
    ids: [`ID.old${tenant}`, `ID.new${tenant}`],
    forms: [],
  },
]);

export function personOf(index: number): Person {
  const person = people[index];
  if (person === undefined) throw new Error("nobody is there");
  return person;
}
