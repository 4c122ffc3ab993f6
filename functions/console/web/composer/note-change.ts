import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

type Colleague = { id: string; displayName: string | null };

/** Notes something for colleagues; whoever stands in it with `@` is named. */
export const addNote =
  ({ api }: Session, id: string, people: readonly Colleague[]) =>
  async (body: string) =>
    dataOf(
      api.POST("/api/v1/conversations/{id}/notes", {
        params: { path: { id } },
        body: { body, mentionedUserIds: mentionedIn(body, people) },
      }),
    );

/** Whose name stands in it behind an `@`, whole or the first of it. */
export function mentionedIn(body: string, people: readonly Colleague[]): string[] {
  const said = body.toLowerCase();
  return people
    .filter(({ displayName }) => {
      const name = displayName?.toLowerCase() ?? "";
      const [first = ""] = name.split(" ");
      return (
        first !== "" &&
        [name, first].some((called) => new RegExp(`@${escapeOf(called)}(?!\\p{L})`, "u").test(said))
      );
    })
    .map(({ id }) => id);
}

function escapeOf(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
