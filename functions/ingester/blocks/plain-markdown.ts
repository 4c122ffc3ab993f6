/** Takes the inline markup off a piece of Markdown; what a link leads to stays, for it may be the answer, and so do the marks of what is struck through. */
export function plainMarkdown(source: string): string {
  return source
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\[([^\]]+)\]\(\s*<?([^)\s>]+)>?[^)]*\)/g, (_all, text: string, target: string) =>
      /^(?:https?:|mailto:|tel:)/.test(target) && text !== target ? `${text} (${target})` : text,
    )
    .replaceAll(/<(https?:[^>\s]+|[^>\s]+@[^>\s]+)>/g, "$1")
    .replaceAll(/<\/?[a-z][^>]*>/gi, " ")
    .replaceAll(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replaceAll(/(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])/g, "$1")
    .replaceAll(/(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])/g, "$1")
    .replaceAll(/`+([^`]+)`+/g, "$1")
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1")
    .replaceAll(/[^\S\n]+/g, " ")
    .trim();
}
