/** The document cannot be made answerable, and trying again will not help. The message is for the shop owner. */
export class IngestFailure extends Error {
  readonly code: IngestFailureCode;

  constructor(code: IngestFailureCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.name = "IngestFailure";
    this.code = code;
  }
}

const messages = {
  "unsupported-type":
    "This kind of file cannot be read. Please upload a PDF, Word, Excel, PowerPoint, CSV, HTML, Markdown, JSON or text file.",
  "legacy-format":
    "The file is in an old Office format. Please save it as .docx, .xlsx or .pptx, or as PDF, and upload that.",
  "too-complex": "The file holds more than can be read at once. Please split it into smaller files.",
  "timed-out": "The file took too long to read. Please split it into smaller files, or save it as PDF.",
  "too-large": "The file is larger than 50 MB. Please split it.",
  empty: "The file is empty.",
  "no-text": "The file holds no text. If it is a scan, please upload a version with selectable text.",
  encrypted: "The file is protected with a password. Please upload it without one.",
  interrupted: "The file could not be processed because of a problem on our side. Please upload it again.",
  damaged: "The file is damaged or incomplete. Please export it again and upload the new file.",
} as const;

export type IngestFailureCode = keyof typeof messages;
