import { defineClient } from "./client.ts";
import { platformDatabase } from "./database.ts";
import { limitsInDatabase, limitsInRedis } from "./limit-store.ts";
import { createRedis } from "./redis.ts";
import { withInsurance } from "./with-insurance.ts";

/** Where limits are counted for all instances together: in Redis where one is named, else in PostgreSQL. */
export const sharedLimits = defineClient(
  [...platformDatabase.variables, "REDIS_URL"],
  ({ REDIS_URL: url }, { log, use, onClose }) => {
    if (url === undefined) return withInsurance(limitsInDatabase(use(platformDatabase)), { log });
    const redis = createRedis({ url });
    onClose(async () => redis.close());
    return withInsurance(limitsInRedis(redis), { log });
  },
);
