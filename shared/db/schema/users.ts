import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type UsersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  firebase_uid: string;
  email: string;
  display_name: string;
  role: "admin" | "agent" | "viewer";
  status: Generated<"active" | "disabled">;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  account_linked: Generated<boolean>;
  invited_at: Timestamp | null;
};

/** A row as it is read. */
export type User = Selectable<UsersTable>;
