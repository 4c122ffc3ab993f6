import { oldOfficeFile, unreadableFile } from "../../shared/knowledge/rules/readable-files.ts";

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
  "unsupported-type": unreadableFile,
  "legacy-format": oldOfficeFile,
  "too-complex": "The file holds more than can be read at once. Please split it into smaller files.",
  "timed-out": "The file took too long to read. Please split it into smaller files, or save it as PDF.",
  "too-large": "The file is larger than 50 MB. Please split it.",
  empty: "The file is empty.",
  "no-text": "The file holds no text. If it is a scan, please upload a version with selectable text.",
  encrypted: "The file is protected with a password. Please upload it without one.",
  interrupted: "The file could not be processed because of a problem on our side. Please upload it again.",
  damaged: "The file is damaged or incomplete. Please export it again and upload the new file.",
  "address-refused": "This address does not lead to a public web page. Please check it.",
  "robots-refused":
    "The website asks programs not to read this page (robots.txt). Please upload its text as a file, or have the website allow it.",
  "page-not-found": "There is no page at this address. Please check it.",
  "page-refused": "The website does not show this page to everyone. Please upload its text as a file.",
  "page-unreachable": "The website did not answer. Please check the address, or try again later.",
  "page-redirects":
    "The website sends the reader from address to address. Please give the page's own address.",
  "page-too-large": "The page is larger than 20 MB. Please add its parts one by one.",
  "page-type":
    "What is at this address cannot be read. Please give the address of a web page, a document or a sitemap.",
  "page-empty":
    "The page holds no text that can be read without a browser. Please upload its text as a file.",
  "sitemap-damaged": "The sitemap is damaged. Please have the website mend it, or add the pages one by one.",
  "sitemap-empty": "The sitemap lists no pages of its website.",
} as const;

export type IngestFailureCode = keyof typeof messages;
