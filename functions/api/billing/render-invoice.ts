import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from "@pdfme/pdf-lib";
import { formatMoney } from "../../../shared/billing/rules/format-money.ts";
import type { ShownInvoice } from "./invoice-schema.ts";

const [width, height] = [595, 842];
const margin = 50;
const lineHeight = 18;
const fontSize = 10;

/** The invoice on A4, as many pages as its lines need. */
export async function renderInvoice(
  invoice: ShownInvoice,
  tenant: { name: string; email: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(`Invoice ${invoice.number}`);
  pdf.setCreationDate(new Date(invoice.issuedAt));
  const [plain, bold] = [
    await pdf.embedFont(StandardFonts.Helvetica),
    await pdf.embedFont(StandardFonts.HelveticaBold),
  ];
  let page = pdf.addPage([width, height]);
  let y = height - margin;

  function write(left: string, right = "", font = plain, size = fontSize): void {
    if (y < margin) {
      page = pdf.addPage([width, height]);
      y = height - margin;
    }
    writeRow(page, { left, right, font, size, y });
    y -= size + (lineHeight - fontSize);
  }

  const money = (minor: number): string => formatMoney(minor, invoice.currency);
  write(`Invoice ${invoice.number}`, "", bold, 20);
  write(tenant.name);
  write(tenant.email);
  write(`Issued ${day(invoice.issuedAt, invoice.timeZone)}`);
  write(
    `Period ${day(invoice.periodStartsAt, invoice.timeZone)} to ${day(invoice.periodEndsAt, invoice.timeZone)} (${invoice.timeZone})`,
  );
  y -= lineHeight;
  for (const line of invoice.lines) {
    const units = line.quantity === undefined ? "" : `: ${line.quantity}`;
    write(`${line.description}${units}`, money(line.amountMinor));
  }
  y -= lineHeight / 2;
  write("Total", money(invoice.totalMinor), bold);
  write("Paid", money(invoice.paidMinor));
  write("Due", money(invoice.dueMinor), bold);
  write(standing(invoice), "", bold);
  return new Uint8Array(await pdf.save());
}

function standing({ status, dueAt, paidAt, timeZone }: ShownInvoice): string {
  if (status === "paid") return paidAt === null ? "Paid" : `Paid ${day(paidAt, timeZone)}`;
  return status === "overdue"
    ? `Overdue since ${day(dueAt, timeZone)}`
    : `Please pay by ${day(dueAt, timeZone)}`;
}

type Row = { left: string; right: string; font: PDFFont; size: number; y: number };

function writeRow(page: PDFPage, { left, right, font, size, y }: Row): void {
  const [shownLeft, shownRight] = [printable(left, font), printable(right, font)];
  const rightWidth = font.widthOfTextAtSize(shownRight, size);
  page.drawText(cut(shownLeft, font, size, width - 2 * margin - rightWidth - 10), {
    x: margin,
    y,
    size,
    font,
  });
  page.drawText(shownRight, { x: width - margin - rightWidth, y, size, font });
}

/** The standard fonts have Latin letters only; a name in others must not keep the invoice from being shown. */
function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  return Array.from(text.normalize("NFC"))
    .map((letter) => (known.has(letter.codePointAt(0) ?? 0) ? letter : "?"))
    .join("");
}

function cut(text: string, font: PDFFont, size: number, room: number): string {
  let shown = text;
  while (shown.length > 1 && font.widthOfTextAtSize(shown, size) > room) shown = `${shown.slice(0, -2)}…`;
  return shown;
}

function day(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date(at));
}
