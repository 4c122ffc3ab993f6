import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type ContactsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  phone: string | null;
  business_scoped_user_id: string | null;
  parent_business_scoped_user_id: string | null;
  username: string | null;
  profile_name: string | null;
  opted_out_at: Timestamp | null;
  blocked: Generated<boolean>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  group_id: string | null;
  address_book_name: string | null;
  address_book_at: Timestamp | null;
  wa_id: string | null;
};

/** A row as it is read. */
export type Contact = Selectable<ContactsTable>;
