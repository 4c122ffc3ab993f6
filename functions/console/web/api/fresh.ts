/** How often what is in sight is asked for again. */
export const freshMs = { thread: 2_500, list: 4_000 } as const;
