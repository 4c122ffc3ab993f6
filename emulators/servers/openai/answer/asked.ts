/** What is asked, and the earlier question that it leans on, if it does. */
export type Asked = { question: string; about?: string | undefined };
