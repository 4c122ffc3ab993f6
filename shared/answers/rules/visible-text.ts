/**
 * Zero-width spaces, direction overrides, tags and variation selectors beyond those of emoji: they hide words from people, or hide
 * what words are. The joiners stay, which emoji and several scripts need.
 */
const invisible =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]|\u034F|[\u{E0000}-\u{E0FFF}]/gu;

/** A text without the characters that nobody sees. */
export function visibleText(text: string): string {
  return text.replaceAll(invisible, "");
}
