const readable =
  /\.(?:pdf|docx|xlsx|xlsm|xls|csv|tsv|pptx|odt|ods|odp|rtf|epub|eml|html?|xhtml|md|markdown|txt|text|json|zip)$/i;
const kinds =
  "PDF, Word (.docx), Excel (.xlsx, .xls), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), RTF, EPUB, e-mail (.eml), CSV, HTML, Markdown, JSON and text";

/** For whoever has an older one: every program that writes it can do this. */
const saveAs =
  "Please open it in the program that made it, choose “Save as” or “Export”, and upload it as .docx, .xlsx, .pptx or .pdf.";

/** Whether a file of this name is of a kind that can be read; what its bytes are is seen when it is read. */
export function isReadableName(fileName: string): boolean {
  return readable.test(fileName);
}

/** What to do with a file that is of no such kind, for the shop owner. */
export const unreadableFile = `This kind of file cannot be read. ${kinds} can. ${saveAs}`;
export const oldOfficeFile = `The file is in an old Office format that cannot be read. ${saveAs}`;
