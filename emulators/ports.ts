/** The local servers' ports, in one place; the functions' stand with their declarations. Those of the Firebase
 * Emulator Suite equal its defaults. */
export const serverPorts = {
  postgres: 5433,
  qdrant: 6333,
  pubsub: 8085,
  whatsapp: 8090,
  openai: 8091,
  firebaseAuth: 9099,
  storage: 9199,
} as const;

export type ServerName = keyof typeof serverPorts;
