import type { ReadingFixture } from "./reading-fixture.ts";

/** Bytes of an encoding, written as the letters that Latin-1 reads in them. */
const bytes = (latin: string) => () => Buffer.from(latin, "latin1");
const text = (content: string) => () => Buffer.from(content);

const chat = (name: string, lines: readonly string[], said: string): ReadingFixture => ({
  name,
  fileName: "WhatsApp Chat.txt",
  file: text(lines.join("\n")),
  text: said,
});

export const textFixtures: readonly ReadingFixture[] = [
  {
    name: "Polish in Windows-1250",
    fileName: "menu.txt",
    file: bytes("\u009Cniadanie w cenie, nocleg 450 z\u00B3, dostawa w ci\u00B9gu dw\u00F3ch dni"),
    text: "śniadanie w cenie, nocleg 450 zł, dostawa w ciągu dwóch dni",
  },
  {
    name: "Russian in Windows-1251",
    fileName: "menu.txt",
    file: bytes(
      "\u00D6\u00E5\u00ED\u00E0 \u00EA\u00EE\u00EC\u00ED\u00E0\u00F2\u00FB 450 \u00F0\u00F3\u00E1\u00EB\u00E5\u00E9",
    ),
    text: "Цена комнаты 450 рублей",
  },
  {
    name: "Turkish in Windows-1254",
    fileName: "menu.txt",
    file: bytes(
      "\u00C7ift ki\u00FEilik odan\u0131n fiyat\u0131 450 TL, \u00FEifre gerekmez".replaceAll(
        "\u0131",
        "\u00FD",
      ),
    ),
    text: "Çift kişilik odanın fiyatı 450 TL, şifre gerekmez",
  },
  {
    name: "Arabic in Windows-1256",
    fileName: "menu.txt",
    file: bytes("\u00D3\u00DA\u00D1 \u00C7\u00E1\u00DB\u00D1\u00DD\u00C9 450 \u00D1\u00ED\u00C7\u00E1"),
    text: "سعر الغرفة 450 ريال",
  },
  {
    name: "Chinese in GBK",
    fileName: "menu.txt",
    file: bytes("\u00C5\u00A3\u00C8\u00E2\u00C3\u00E6 25\u00D4\u00AA"),
    text: "牛肉面 25元",
  },
  {
    name: "UTF-16 without a mark",
    fileName: "menu.txt",
    file: () => Buffer.from("Café: 450, Zimmer größer", "utf16le"),
    text: "Café: 450, Zimmer größer",
  },
  {
    name: "too little to be certain of",
    fileName: "menu.txt",
    file: bytes("Men\u00FC: K\u00E4se 5"),
    text: "Menü: Käse 5",
    warnings: [{ code: "encoding-uncertain", count: 1 }],
  },
  {
    name: "a table that names what parts its cells",
    fileName: "prices.csv",
    file: text("sep=;\nProduct;Price;Note\nTent;1,450.00;light\n"),
    text: "Product: Tent; Price: 1,450.00; Note: light",
    cells: [{ row: "Tent", column: "Price", value: "1,450.00" }],
  },
  {
    name: "headers of several lines",
    fileName: "prices.csv",
    file: text('Room,"Price\nper night",Note\nSingle,450,quiet\n'),
    text: "Room: Single; Price per night: 450; Note: quiet",
    cells: [{ row: "Single", column: "Price per night", value: "450" }],
  },
  {
    name: "names and values, not a header",
    fileName: "tent.csv",
    file: text("Color,Red\nPrice,450\nFabric,Cotton\n"),
    text: "Color | Red Price | 450 Fabric | Cotton",
  },
  {
    name: "tabs, called .xls",
    fileName: "prices.xls",
    file: text("Product\tPrice\tNote\nTent\t450\tlight\n"),
    text: "Product: Tent; Price: 450; Note: light",
  },
  {
    name: "HTML, called .xls",
    fileName: "prices.xls",
    file: text("<table><tr><th>Product</th><th>Price</th></tr><tr><td>Tent</td><td>450</td></tr></table>"),
    text: "Product: Tent; Price: 450",
  },
  {
    name: "Rich Text, called .txt",
    fileName: "note.txt",
    file: text("{\\rtf1\\ansi\\ansicpg1252 Caf\\'e9: \\strike 500\\strike0  450\\par}"),
    text: "Café: ~~500~~ 450",
  },
  chat(
    "a chat in Arabic",
    [
      "\u200F٠١\u200F/٠٣\u200F/٢٠٢٦، ٩:٣١ ص - سارة: هل السعر ٤٥٠؟",
      "\u200F٠١\u200F/٠٣\u200F/٢٠٢٦، ٩:٣٢ م - Acme: نعم ٤٥٠",
      "\u200F٠١\u200F/٠٣\u200F/٢٠٢٦، ١٠:٠٠ م - سارة: شكرا",
    ],
    "Chat 2026-03-01 سارة: هل السعر ٤٥٠؟ Chat 2026-03-01 Acme: نعم ٤٥٠ سارة: شكرا",
  ),
  chat(
    "a chat in Indonesian with notices",
    [
      "01/03/26 09.31 - Sari: Halo",
      "01/03/26 09.32 - Sari: <Media tidak disertakan>",
      "01/03/26 09.33 - Sari: Pesan ini telah dihapus",
    ],
    "Chat 2026-03-01 Sari: Halo",
  ),
  chat(
    "a chat in Portuguese with notices",
    [
      "01/03/2026 09:31 - Bia: Oi",
      "01/03/2026 09:32 - Bia: <Mídia oculta>",
      "01/03/2026 09:33 - Acme: Você apagou esta mensagem",
    ],
    "Chat 2026-03-01 Bia: Oi",
  ),
  chat(
    "a chat in Spanish with notices",
    [
      "[1/3/26, 9:31:00] Ana: Hola",
      "[1/3/26, 9:32:00] Ana: \u200Eimagen omitida",
      "[1/3/26, 9:33:00] Ana: Se eliminó este mensaje.",
    ],
    "Chat 2026-03-01 Ana: Hola",
  ),
  {
    name: "a letter with an attachment",
    fileName: "prices.eml",
    file: text(
      [
        "From: Sari <sari@example.com>",
        "Subject: Prices",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=x",
        "",
        "--x",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "We ship on Mondays.",
        "--x",
        "Content-Type: application/pdf",
        "Content-Disposition: attachment; filename=a.pdf",
        "",
        "%PDF",
        "--x--",
      ].join("\r\n"),
    ),
    text: "Prices Sari We ship on Mondays.",
    warnings: [{ code: "attachments", count: 1, detail: "a.pdf" }],
  },
];
