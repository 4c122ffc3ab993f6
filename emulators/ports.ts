/** Every local port, in one place. Those of the Firebase Emulator Suite equal its defaults. */
export const ports = {
  console: 5000,
  postgres: 5433,
  qdrant: 6333,
  pubsub: 8085,
  openai: 8091,
  whatsapp: 8090,
  firebaseAuth: 9099,
  storage: 9199,
} as const;
