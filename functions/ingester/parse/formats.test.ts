import { describe, expect, test } from "vitest";
import { utils, write } from "@e965/xlsx";
import { strToU8, zipSync } from "fflate";
import { chunkText } from "../chunk/chunk-text.ts";
import { chunkSizeInCharacters } from "../testing/chunk-size.ts";
import { buildDocx, buildPptx } from "../testing/office.ts";
import { parseDocument } from "./parse-document.ts";

async function chunksOf(content: Buffer | string, fileName: string) {
  return chunkText(await parseDocument(Buffer.from(content), fileName), chunkSizeInCharacters);
}

async function failureOf(bytes: Buffer, name: string): Promise<unknown> {
  return parseDocument(bytes, name).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function workbook(sheets: Record<string, (string | number)[][]>): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  }
  return write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

const prices = [
  ["Product", "Size", "Price"],
  ["Tent", "2 people", "Rp 450,000"],
  ["Stove", "", "Rp 200,000"],
];

describe("a Word document", () => {
  test("keeps headings over their text, and the rows of a table with their headers", async () => {
    const file = buildDocx([
      { heading: "Delivery" },
      "To Bandung in 2 days.",
      { heading: "Prices" },
      { table: prices },
    ]);
    expect(await chunksOf(file, "shop.docx")).toEqual([
      { index: 0, heading: "Delivery", text: "To Bandung in 2 days." },
      {
        index: 1,
        heading: "Prices",
        text: "Product: Tent; Size: 2 people; Price: Rp 450,000\nProduct: Stove; Price: Rp 200,000",
      },
    ]);
  });

  test("is known by its bytes, whatever it is called", async () => {
    expect(await chunksOf(buildDocx(["Open daily."]), "shop.pdf")).toMatchObject([{ text: "Open daily." }]);
  });
});

describe("a workbook", () => {
  test("gives each row with its headers, below the sheet's name and what stands above the headers", async () => {
    const file = workbook({ Prices: [["Valid from 1 May"], ...prices], Empty: [] });
    expect(await chunksOf(file, "shop.xlsx")).toEqual([
      {
        index: 0,
        page: 1,
        heading: "Prices",
        text: "Valid from 1 May\n\nProduct: Tent; Size: 2 people; Price: Rp 450,000\nProduct: Stove; Price: Rp 200,000",
      },
    ]);
  });

  test("of more rows and columns than are read says how many are left out", async () => {
    const names = Array.from({ length: 202 }, (_, at) => `c${at}`);
    const file = workbook({ Long: [names, ...Array.from({ length: 20_002 }, (_, at) => [`r${at}`])] });
    const { warnings, pages } = await parseDocument(file, "long.xlsx");
    expect(warnings).toEqual([
      { code: "rows-past-limit", count: 3, detail: "Long" },
      { code: "columns-past-limit", count: 2, detail: "Long" },
    ]);
    expect(JSON.stringify(pages)).toContain("c0: r19998");
    expect(JSON.stringify(pages)).not.toContain("r19999");
  });

  test("of questions and answers keeps each answer with its question", async () => {
    const file = workbook({
      FAQ: [
        ["Pertanyaan", "Jawaban"],
        ["Bisa COD?", "Ya, di Bandung."],
        ["Buka jam berapa?", "09.00"],
      ],
    });
    expect(await chunksOf(file, "faq.xlsx")).toMatchObject([
      { heading: "FAQ > Bisa COD?", text: "Ya, di Bandung." },
      { heading: "FAQ > Buka jam berapa?", text: "09.00" },
    ]);
  });
});

test.each([
  ["commas", ",", "shop.csv"],
  ["semicolons", ";", "shop.csv"],
  ["tabs", "\t", "shop.tsv"],
])("a CSV parted by %s gives each row with its headers", async (_name, sign, fileName) => {
  const csv = ["Product,Price,Note", 'Tent,450000,"light, dry"', "Stove,200000,"]
    .map((line) =>
      sign === "," ? line : line.replaceAll('"light, dry"', '"light dry"').replaceAll(",", sign),
    )
    .join("\n");
  const [chunk] = await chunksOf(csv, fileName);
  expect(chunk?.text).toMatch(
    /^Product: Tent; Price: 450000; Note: light,? dry\nProduct: Stove; Price: 200000$/,
  );
});

test("a CSV of more rows than are read says how many are left out", async () => {
  const rows = Array.from({ length: 20_004 }, (_, at) => `Tent ${at},${at},"of two\nlines"`);
  const { warnings } = await parseDocument(Buffer.from(rows.join("\n")), "long.csv");
  expect(warnings).toEqual([{ code: "rows-past-limit", count: 4 }]);
});

test("a presentation gives each slide as a page below its title, in the order they are shown", async () => {
  const file = buildPptx([
    { title: "Delivery", lines: ["To Bandung in 2 days."] },
    { title: "Returns", lines: ["Within 30 days", "Unused goods only"] },
  ]);
  expect(await chunksOf(file, "shop.pptx")).toEqual([
    { index: 0, page: 1, heading: "Delivery", text: "To Bandung in 2 days." },
    { index: 1, page: 2, heading: "Returns", text: "Within 30 days\nUnused goods only" },
  ]);
});

describe("a web page", () => {
  const page = (main: string) =>
    `<!doctype html><html><head><title>Acme</title><script>track()</script></head><body><nav><a href="/">Home</a><a href="/shop">Shop</a></nav><main>${main}</main><footer>© Acme, all rights reserved</footer></body></html>`;

  test("gives its main content below its title, without menu, footer and scripts", async () => {
    const html = page(
      `<h2>Delivery</h2><p>We deliver to <b>Bandung</b> in 2 days.<br>Ask <a href="https://wa.me/62811">us</a>.</p><ul><li>Tents</li><li>Stoves</li></ul>`,
    );
    const chunks = await chunksOf(html, "page.html");
    expect(chunks).toEqual([
      {
        index: 0,
        heading: "Acme > Delivery",
        text: "We deliver to Bandung in 2 days.\nAsk us (https://wa.me/62811).\n\n- Tents\n- Stoves",
      },
    ]);
  });

  test("keeps questions that fold out with their answers, and tables with their headers", async () => {
    const cells = prices.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("");
    const html = page(
      `<details><summary>Do you ship?</summary><p>Yes.</p></details><h2>Prices</h2><table>${cells}</table>`,
    );
    expect((await chunksOf(html, "page")).map(({ heading, text }) => `${heading}: ${text}`)).toEqual([
      "Acme > Do you ship?: Yes.",
      "Acme > Prices: Product: Tent; Size: 2 people; Price: Rp 450,000\nProduct: Stove; Price: Rp 200,000",
    ]);
  });

  test("however deeply nested is read", async () => {
    const html = `<html><body>${"<div>".repeat(150)}Open daily.${"</div>".repeat(150)}</body></html>`;
    expect((await chunksOf(html, "deep.html")).map(({ text }) => text).join()).toContain("Open daily.");
  });
});

describe("JSON", () => {
  test.each([
    ["pairs", [{ question: "Bisa COD?", answer: "Ya." }]],
    ["short pairs", { faq: [{ q: "Bisa COD?", a: "Ya." }] }],
    [
      "schema.org's",
      {
        "@type": "FAQPage",
        mainEntity: [{ "@type": "Question", name: "Bisa COD?", acceptedAnswer: { text: "Ya." } }],
      },
    ],
  ])("holds questions with answers as %s", async (_name, value) => {
    const chunk = (await chunksOf(JSON.stringify(value), "faq.json")).find(({ text }) => text === "Ya.");
    expect(chunk?.heading).toMatch(/Bisa COD\?$/);
  });

  test("of records is a table, and of anything else is told by its names", async () => {
    const value = {
      products: [
        { name: "Tent", price: 450 },
        { name: "Stove", price: 200 },
      ],
      hours: { monday: "09-18" },
    };
    expect(await chunksOf(JSON.stringify(value), "shop.json")).toMatchObject([
      { heading: "products", text: "name: Tent; price: 450\nname: Stove; price: 200" },
      { heading: "hours", text: "monday: 09-18" },
    ]);
  });
});

test("an exported chat keeps who said what, day by day, without numbers, pictures and notices", async () => {
  const chat = [
    "01/03/26, 09:30 - Messages and calls are end-to-end encrypted.",
    "01/03/26, 09:31 - +62 812-3456-7890: Do you ship to Bandung?",
    "01/03/26, 09:32 - Acme: Yes, in 2 days.",
    "It costs Rp 25,000.",
    "01/03/26, 09:33 - +62 812-3456-7890: <Media omitted>",
    "25/03/26, 10:00 - Budi: Thanks!",
  ].join("\n");
  const expected = [
    {
      heading: "Chat 2026-03-01",
      text: "Customer: Do you ship to Bandung?\nAcme: Yes, in 2 days. It costs Rp 25,000.",
    },
    { heading: "Chat 2026-03-25", text: "Budi: Thanks!" },
  ];
  expect(await chunksOf(chat, "WhatsApp Chat.txt")).toMatchObject(expected);
  expect(await chunksOf(Buffer.from(zipSync({ "_chat.txt": strToU8(chat) })), "chat.zip")).toMatchObject(
    expected,
  );
});

test.each([
  [
    "Arabic digits and marks",
    [
      "\u200F٠١\u200F/٠٣\u200F/٢٠٢٦، ٩:٣١ ص - سارة: هل السعر ٤٥٠؟",
      "\u200F٠١\u200F/٠٣\u200F/٢٠٢٦، ٩:٣٢ م - Acme: نعم ٤٥٠",
      "\u200F٢٥\u200F/٠٣\u200F/٢٠٢٦، ١٠:٠٠ ص - سارة: شكرا",
    ],
    ["سارة: هل السعر ٤٥٠؟", "Acme: نعم ٤٥٠", "سارة: شكرا"],
  ],
  [
    "Indonesian notices",
    [
      "01/03/26 09.31 - Sari: Halo",
      "01/03/26 09.32 - Sari: <Media tidak disertakan>",
      "01/03/26 09.33 - Sari: Pesan ini telah dihapus",
      "01/03/26 09.34 - Acme: Anda menghapus pesan ini",
    ],
    ["Sari: Halo"],
  ],
  [
    "Spanish notices",
    [
      "[1/3/26, 9:31:00] Ana: Hola",
      "[1/3/26, 9:32:00] Ana: \u200Eimagen omitida",
      "[1/3/26, 9:33:00] Ana: <Multimedia omitido>",
      "[1/3/26, 9:34:00] Ana: Se eliminó este mensaje.",
      "[25/3/26, 9:35:00] Acme: Eliminaste este mensaje",
    ],
    ["Ana: Hola"],
  ],
  [
    "Portuguese notices",
    [
      "01/03/2026 09:31 - Bia: Oi",
      "01/03/2026 09:32 - Bia: <Mídia oculta>",
      "01/03/2026 09:33 - Bia: Mensagem apagada",
      "01/03/2026 09:34 - Bia: áudio ocultado",
      "01/03/2026 09:35 - Acme: Você apagou esta mensagem",
    ],
    ["Bia: Oi"],
  ],
])("an exported chat with %s is read for what was said", async (_what, lines, said) => {
  const chunks = await chunksOf(lines.join("\n"), "WhatsApp Chat.txt");
  expect(chunks.flatMap(({ text }) => text.split("\n"))).toEqual(said);
});

test.each([
  ["a line that names what parts its cells", "sep=;\nProduct;Price;Note\nTent;1,450.00;x\n", "a.csv"],
  [
    "as many commas in its prices as what parts them",
    "Product;Price;Note\nTent;1,450.00;x\nStove;1,200.00;y, z\n",
    "a.csv",
  ],
  ["tabs, called .xls", "Product\tPrice\tNote\nTent\t1,450.00\tx\n", "a.xls"],
  [
    "HTML, called .xls",
    `<table border=1><tr><th>Product<th>Price<th>Note</tr><tr><td>Tent<td>1,450.00<td>x</tr></table>`,
    "a.xls",
  ],
])("a table with %s is read by its columns", async (_what, content, fileName) => {
  const [chunk] = await chunksOf(content, fileName);
  expect(chunk?.text.split("\n")[0]).toBe("Product: Tent; Price: 1,450.00; Note: x");
});

test.each([
  ["broken archive", Buffer.from("PK\u0003\u0004 and then nothing"), "shop.docx", "damaged"],
  ["document that is no archive", Buffer.from("hello"), "shop.xlsx", "damaged"],
  ["archive of other things", Buffer.from(zipSync({ "a.exe": strToU8("x") })), "a.zip", "unsupported-type"],
  ["picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), "photo.png", "unsupported-type"],
  [
    "old Word document",
    Buffer.from("\u00D0\u00CF\u0011\u00E0 WordDocument", "latin1"),
    "shop.doc",
    "legacy-format",
  ],
  [
    "workbook with a password",
    Buffer.concat([
      Buffer.from("\u00D0\u00CF\u0011\u00E0", "latin1"),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]),
    "shop.xlsx",
    "encrypted",
  ],
  ["empty Word document", buildDocx([]), "shop.docx", "no-text"],
  ["broken JSON", Buffer.from("{"), "faq.json", "damaged"],
])("a %s is refused in words for the shop owner", async (_name, bytes, fileName, code) => {
  expect(await failureOf(bytes, fileName)).toMatchObject({
    name: "IngestFailure",
    code,
    message: expect.stringMatching(/file/),
  });
});
