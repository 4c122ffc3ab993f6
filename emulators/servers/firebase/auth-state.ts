/** One account as the emulator holds it: plain JSON, with password hash, custom claims and `validSince`. */
type User = { localId: string };

type UserStore = {
  queryUsers(filter: object, options: { sortByField: "localId"; order: "ASC" }): User[];
  createUserWithLocalId(localId: string, user: User): unknown;
};

/** What we use of the emulator's `AgentProjectState`: the accounts of a project, and of each of its tenants. */
export type AuthProject = UserStore & {
  config: object;
  updateConfig(config: object, updateMask: undefined): unknown;
  listTenants(startToken: undefined): { tenantId: string }[];
  createTenantWithTenantId(tenantId: string, tenant: object): unknown;
  getTenantProject(tenantId: string): UserStore;
};

type SavedTenant = { tenant: { tenantId: string }; users: User[] };
export type SavedProject = { projectId: string; config: object; users: User[]; tenants: SavedTenant[] };

/** Everything that must outlive a restart. One-time codes (mail links, SMS) are left out: they are short-lived. */
export function dumpProjects(projects: Map<string, AuthProject>): SavedProject[] {
  return [...projects].map(([projectId, project]) => ({
    projectId,
    config: project.config,
    users: usersOf(project),
    tenants: project.listTenants(undefined).map((tenant) => ({
      tenant,
      users: usersOf(project.getTenantProject(tenant.tenantId)),
    })),
  }));
}

/** The opposite of `dumpProjects`: accounts come back with the same ids, claims, password hashes and revocations. */
export function restoreProjects(
  saved: SavedProject[],
  newProject: (projectId: string) => AuthProject,
): Map<string, AuthProject> {
  const projects = new Map<string, AuthProject>();
  for (const { projectId, config, users, tenants } of saved) {
    const project = newProject(projectId);
    project.updateConfig(config, undefined);
    addUsers(project, users);
    for (const { tenant, users: tenantUsers } of tenants) {
      project.createTenantWithTenantId(tenant.tenantId, tenant);
      addUsers(project.getTenantProject(tenant.tenantId), tenantUsers);
    }
    projects.set(projectId, project);
  }
  return projects;
}

function usersOf(store: UserStore): User[] {
  return store.queryUsers({}, { sortByField: "localId", order: "ASC" });
}

function addUsers(store: UserStore, users: User[]): void {
  for (const user of users) store.createUserWithLocalId(user.localId, user);
}
