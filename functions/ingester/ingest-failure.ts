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
    "This kind of file cannot be read yet. Please upload a PDF, Markdown or plain text file.",
  "too-large": "The file is larger than 50 MB. Please split it.",
  empty: "The file is empty.",
  "no-text": "The file holds no text. If it is a scan, please upload a version with selectable text.",
  encrypted: "The file is protected with a password. Please upload it without one.",
  interrupted: "The file could not be processed because of a problem on our side. Please upload it again.",
  damaged: "The file is damaged or incomplete. Please export it again and upload the new file.",
} as const;

export type IngestFailureCode = keyof typeof messages;
