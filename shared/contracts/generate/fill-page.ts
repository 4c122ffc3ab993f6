import { parts } from "./tables.ts";

/** The page with every part between its markers made anew from the contracts. Throws on an unknown part. */
export function fillPage(page: string): string {
  return page.replaceAll(
    /<!-- generated: ([a-z]+) -->[\s\S]*?<!-- end -->/g,
    (_whole: string, name: string) => {
      const make = parts[name];
      if (make === undefined) throw new Error(`the page asks for a part "${name}" that nothing makes`);
      return `<!-- generated: ${name} -->\n\n${make()}\n\n<!-- end -->`;
    },
  );
}
