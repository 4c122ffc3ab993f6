import type { Generated, Timestamp } from "./column-types.ts";

export type PlatformOperatorsTable = {
  id: Generated<string>;
  firebase_uid: string;
  email: string;
  revoked_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
