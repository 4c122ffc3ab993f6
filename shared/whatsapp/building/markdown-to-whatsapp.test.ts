import { expect, test } from "vitest";
import { markdownToWhatsApp } from "./markdown-to-whatsapp.ts";

const cases: [what: string, markdown: string, whatsapp: string][] = [
  ["plain text", "Buka jam 9. Harga Rp 10.000!", "Buka jam 9. Harga Rp 10.000!"],
  ["bold and italic", "**Open** until *nine*, __really__", "*Open* until _nine_, *really*"],
  ["bold italic", "***now***", "_*now*_"],
  ["struck text", "~~Rp 20.000~~ Rp 10.000", "~Rp 20.000~ Rp 10.000"],
  ["a heading, bold in it once", "## Our **opening** hours\n\nDaily.", "*Our opening hours*\n\nDaily."],
  ["a link", "See [our site](https://acme.example/a_b).", "See our site (https://acme.example/a_b)."],
  ["a bare link", "https://acme.example/a_b_c", "https://acme.example/a_b_c"],
  ["a mail address", "Write to <shop@acme.example>", "Write to shop@acme.example"],
  ["a list", "* one\n* two **big**", "- one\n- two *big*"],
  ["a nested list", "1. one\n   - a\n   - b\n2. two", "1. one\n  - a\n  - b\n2. two"],
  ["a list that starts later", "3. three\n4. four", "3. three\n4. four"],
  ["a quote", "> wait\n> here", "> wait\n> here"],
  ["code", "Type `npm_i` or\n\n```sh\na * b * c\n```", "Type `npm_i` or\n\n```a * b * c```"],
  ["sums", "5 * 3 * 2 = 30", "5 * 3 * 2 = 30"],
  ["names with underscores", "my_file_name.txt", "my_file_name.txt"],
  ["escapes", "2 \\* 3 and \\_x\\_", "2 * 3 and _x_"],
  ["line breaks", "one\ntwo<br>three", "one\ntwo\nthree"],
  ["a rule", "one\n\n---\n\ntwo", "one\n\ntwo"],
  ["a table of two columns", "|Day|Hours|\n|-|-|\n|Mon|9–5|\n|Tue|9–6|", "- Mon: 9–5\n- Tue: 9–6"],
  ["a table of three", "|Room|Price|Beds|\n|-|-|-|\n|A|10|2|", "- *A*: Price: 10, Beds: 2"],
  ["spaces inside marks", "**bold **text", "**bold **text"],
  ["an image", "![map](https://acme.example/m.png)", "map: https://acme.example/m.png"],
  ["ampersands and angles", "Tom & Jerry, 3 < 5 > 2", "Tom & Jerry, 3 < 5 > 2"],
];

test.each(cases)("%s is shown by WhatsApp as it was meant", (_what, markdown, whatsapp) => {
  expect(markdownToWhatsApp(markdown)).toBe(whatsapp);
});

test("bold over a line break is bold on both lines", () => {
  expect(markdownToWhatsApp("**one\ntwo**")).toBe("*one*\n*two*");
});
