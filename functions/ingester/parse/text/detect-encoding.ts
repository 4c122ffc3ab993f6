/** A label that `TextDecoder` knows, or UTF-32, which it does not. */
export type Detected = { encoding: string; isCertain: boolean };

/** Bytes that decide; time grows with them. */
const sampleBytes = 64 * 1024;

/** What a text may come in that does not say so, by the detector's name for it. */
const encodings = {
  "Windows-1250": "windows-1250",
  "Windows-1251": "windows-1251",
  "Windows-1252": "windows-1252",
  "Windows-1253": "windows-1253",
  "Windows-1254": "windows-1254",
  "Windows-1255": "windows-1255",
  "Windows-1256": "windows-1256",
  "Windows-1257": "windows-1257",
  "Windows-1258": "windows-1258",
  "ISO-8859-2": "iso-8859-2",
  "KOI8-R": "koi8-r",
  MacRoman: "macintosh",
  MacCyrillic: "x-mac-cyrillic",
  "TIS-620": "windows-874",
  GB18030: "gb18030",
  Big5: "big5",
  CP932: "shift_jis",
  "EUC-JP": "euc-jp",
  CP949: "euc-kr",
} as const;
const wide: Record<string, string> = {
  "utf-16-le": "utf-16le",
  "utf-16-be": "utf-16be",
  "utf-32-le": "utf-32le",
  "utf-32-be": "utf-32be",
};

/** Below this the letters of a sample say little, and another reading that fits nearly as well is as likely. */
const littleEvidence = 0.05;
const nearly = 0.8;

/**
 * The encoding of bytes that are no UTF-8 and have no mark, by jschardet: a port of chardet's statistics of letters. Undefined
 * where they are no text. Of the encodings it knows only those that people still write.
 */
export async function detectEncoding(bytes: Uint8Array): Promise<Detected | undefined> {
  const { detect, detectAll } = await import("jschardet");
  const sample = foreignLines(bytes);
  if (sample.includes(0)) {
    const encoding = wide[detect(bytes.subarray(0, sampleBytes)).encoding?.toLowerCase() ?? ""];
    return encoding === undefined ? undefined : { encoding, isCertain: true };
  }
  const detectEncodings = Object.keys(encodings);
  const found = detectAll(sample, { minimumThreshold: 0, detectEncodings }).flatMap((guess) => {
    const encoding = encodings[guess.encoding as keyof typeof encodings] as string | undefined;
    if (encoding === undefined) return [];
    const text = new TextDecoder(encoding).decode(sample);
    return isWritten(text) ? [{ encoding, text, confidence: guess.confidence }] : [];
  });
  const [best, ...others] = found.slice(0, 8);
  if (best === undefined) return undefined;
  const rival = others.find(({ text }) => text !== best.text)?.confidence ?? 0;
  return {
    encoding: best.encoding,
    isCertain: best.confidence >= littleEvidence || rival < nearly * best.confidence,
  };
}

/** The first lines with more than ASCII, for the others decide nothing. */
function foreignLines(bytes: Uint8Array): Uint8Array {
  const lines: Uint8Array[] = [];
  let length = 0;
  let from = 0;
  while (length < sampleBytes) {
    const next = bytes.subarray(from).findIndex((byte) => byte >= 0x80 || byte === 0);
    if (next === -1) break;
    const start = Math.max(from, bytes.lastIndexOf(0x0a, from + next) + 1);
    const end = bytes.indexOf(0x0a, from + next);
    const line = bytes.subarray(start, Math.min(end === -1 ? bytes.length : end + 1, start + sampleBytes));
    lines.push(line);
    length += line.length;
    from = start + line.length;
  }
  return Buffer.concat(lines);
}

/** Nobody writes control characters, nor what stands for a byte that means nothing. The last letter may be cut. */
function isWritten(text: string): boolean {
  return !/[\u0080-\u009F\uFFFD]/u.test(text.slice(0, -2));
}
