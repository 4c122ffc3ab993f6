import { createApiKey } from "./api-keys/create-api-key.ts";
import { listApiKeysRoute } from "./api-keys/list-api-keys.ts";
import { revokeApiKeyRoute } from "./api-keys/revoke-api-key.ts";
import { listAuditLog } from "./audit-log/list-audit-log.ts";
import type { Route } from "./http/route.ts";
import { createOutlet } from "./outlets/create-outlet.ts";
import { deleteOutletRoute } from "./outlets/delete-outlet.ts";
import { getOutletRoute } from "./outlets/get-outlet.ts";
import { listOutletsOfTenant, listOutletsRoute } from "./outlets/list-outlets.ts";
import { updateOutletRoute } from "./outlets/update-outlet.ts";
import { createTenant } from "./tenants/create-tenant.ts";
import { deleteTenant } from "./tenants/delete-tenant.ts";
import { getTenant } from "./tenants/get-tenant.ts";
import { getTenantBySlug } from "./tenants/get-tenant-by-slug.ts";
import { listTenants } from "./tenants/list-tenants.ts";
import { updateLlmConfig } from "./tenants/update-llm-config.ts";
import { updateTenantRoute } from "./tenants/update-tenant.ts";
import { changeRole } from "./users/change-role.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUserRoute } from "./users/delete-user.ts";
import { getUser } from "./users/get-user.ts";
import { getUserByFirebaseUid } from "./users/get-user-by-firebase-uid.ts";
import { listUsersOfTenant, listUsersRoute } from "./users/list-users.ts";

/** Every route below `/api/v1`, in the order of the document. */
export const routes: readonly Route[] = [
  createTenant,
  listTenants,
  getTenant,
  getTenantBySlug,
  updateTenantRoute,
  updateLlmConfig,
  deleteTenant,
  createOutlet,
  listOutletsRoute,
  listOutletsOfTenant,
  getOutletRoute,
  updateOutletRoute,
  deleteOutletRoute,
  createUser,
  listUsersRoute,
  listUsersOfTenant,
  getUserByFirebaseUid,
  getUser,
  changeRole,
  deleteUserRoute,
  createApiKey,
  listApiKeysRoute,
  revokeApiKeyRoute,
  listAuditLog,
];
