import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import type { Contracts } from "../context.ts";
import { listVariables } from "../components/values.ts";
import type { Settings } from "../settings.ts";
import { hoursOfMonth, type Item, prices } from "./prices.ts";

/** What a stack costs in a month in which nobody writes. */
export function idleCosts({ functions }: Contracts, settings: Settings): Item[] {
  return [sqlItem(settings), warmItem(functions, settings), qdrantItem(settings), smallItem(functions)];
}

function sqlItem({ database }: Settings): Item {
  const [, vCpus, mebibytes] = /^db-custom-(\d+)-(\d+)$/.exec(database.tier) ?? [];
  if (vCpus === undefined || mebibytes === undefined) throw new Error(`no price for ${database.tier}`);
  const { vCpuHour, gibHour, ssdGbMonth } = prices.sql;
  const gib = Number(mebibytes) / 1024;
  const zones = database.highlyAvailable ? 2 : 1;
  const zone = (Number(vCpus) * vCpuHour + gib * gibHour) * hoursOfMonth + database.diskGb * ssdGbMonth;
  return {
    what: "Cloud SQL",
    how: `${vCpus} vCPU, ${gib} GiB, ${database.diskGb} GB, ${zones === 1 ? "one zone" : "two zones"}`,
    dollars: zones * zone,
  };
}

/** An instance that is kept ready has a whole processor, see `functions.ts`. */
function warmItem(functions: Contracts["functions"], settings: Settings): Item {
  const warm = Object.entries(functions).map(([name, declared]) => {
    const own = settings.functions[name as keyof Settings["functions"]] ?? {};
    return {
      count: own.minInstances ?? declared.minInstances,
      gib: (own.memoryMiB ?? declared.memoryMiB) / 1024,
    };
  });
  const second = warm.reduce(
    (sum, { count, gib }) => sum + count * (prices.run.idleVCpuSecond + gib * prices.run.idleGibSecond),
    0,
  );
  const instances = warm.reduce((sum, { count }) => sum + count, 0);
  return {
    what: "Warm instances",
    how: `${instances} of 1 vCPU, idle`,
    dollars: second * hoursOfMonth * 3600,
  };
}

function qdrantItem({ qdrant }: Settings): Item {
  if (qdrant.kind === "url") return { what: "Qdrant", how: "Qdrant Cloud, by its own list", dollars: 0 };
  const hour = prices.machineHour[qdrant.machineType];
  if (hour === undefined) throw new Error(`no price for ${qdrant.machineType}`);
  // The machine's own disk is the cheaper kind, and small.
  const dollars = hour * hoursOfMonth + (qdrant.diskGb + 10) * prices.ssdDiskGbMonth;
  return { what: "Qdrant", how: `${qdrant.machineType}, ${qdrant.diskGb} GB`, dollars };
}

function smallItem(functions: Contracts["functions"]): Item {
  const declared = Object.values<FunctionDeclaration>(functions);
  const secrets = new Set(declared.flatMap((one) => listVariables(one).secret)).size;
  const schedules = declared.reduce(
    (sum, { trigger }) => sum + (trigger.kind === "schedule" ? Object.keys(trigger.jobs).length : 0),
    0,
  );
  const dollars = secrets * prices.secretMonth + prices.keyVersionMonth + schedules * prices.scheduleMonth;
  return { what: "Secrets, key, schedules", how: `${secrets} + 1 + ${schedules}`, dollars };
}
