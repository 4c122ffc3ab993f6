/** The names (or numbers) between double braces, each once, in their order. */
export function variablesOf(text: string): string[] {
  return [...new Set(piecesOf(text).flatMap(({ variable }) => variable ?? []))];
}

/** The text with each variable's value in its place; one without a value stays as it is written. */
export function fillVariables(text: string, valueOf: (variable: string) => string | undefined): string {
  return piecesOf(text)
    .map(({ literal, variable }) => (variable === undefined ? undefined : valueOf(variable)) ?? literal)
    .join("");
}

type Piece = { literal: string; variable?: string };

/** In one pass, so that braces in a value are no variable. */
function piecesOf(text: string): Piece[] {
  const [first = "", ...rest] = text.split("{{");
  return [
    { literal: first },
    ...rest.flatMap((piece): Piece[] => {
      const end = piece.indexOf("}}");
      if (end === -1) return [{ literal: `{{${piece}` }];
      const name = piece.slice(0, end);
      return [{ literal: `{{${name}}}`, variable: name.trim() }, { literal: piece.slice(end + 2) }];
    }),
  ];
}
