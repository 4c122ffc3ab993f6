/** What every message goes through: a new version of these gets few requests first, see `rollout/`. */
export const canaries: readonly string[] = ["webhook", "inbound", "sender"];
