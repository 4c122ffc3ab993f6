/** What `TextDecoder` calls Windows' numbers of the encodings of texts. */
const byCodePage: Record<number, string> = {
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  874: "windows-874",
  10_000: "macintosh",
  65_001: "utf-8",
};
/** A font's `\fcharset`, where it says more than the document does. */
const byCharset: Record<number, string> = {
  77: "macintosh",
  128: "shift_jis",
  129: "euc-kr",
  134: "gbk",
  136: "big5",
  161: "windows-1253",
  162: "windows-1254",
  163: "windows-1258",
  177: "windows-1255",
  178: "windows-1256",
  186: "windows-1257",
  204: "windows-1251",
  222: "windows-874",
  238: "windows-1250",
};

export function encodingOfCodePage(page: number): string {
  return byCodePage[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : "windows-1252");
}

/** Undefined where the font leaves it to the document. */
export function encodingOfCharset(charset: number): string | undefined {
  return byCharset[charset];
}
