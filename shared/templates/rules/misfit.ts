/** What is wrong with a field of the message, as the API tells it. */
export type Misfit = { field: string; message: string };
