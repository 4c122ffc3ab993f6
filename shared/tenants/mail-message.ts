type MailMessage = {
  /** The same id is the same message: a repeated send has the same Message-ID, by which mail systems know it. */
  id: string;
  to: readonly string[];
  subject: string;
  text: string;
};

export type Mail = {
  /** Resolves once the provider has taken the message; rejects when it has not, or may not have. */
  send(message: MailMessage): Promise<void>;
  close(): Promise<void>;
};
