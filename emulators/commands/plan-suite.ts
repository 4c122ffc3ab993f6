type Plan = {
  /** Emulators of the suite to start; our own servers do the rest. */
  emulators: string[];
  /** Whether the suite's own page runs. */
  ui: boolean;
  /** Said before it starts. */
  notes: string[];
};

/** The suite's Pub/Sub needs it since firebase-tools 15. */
const neededJava = 21;

/**
 * Which of the suite's servers can run here, by what `java -version` says (undefined without Java) and by whether
 * Google's downloads can be reached: the suite fetches its page and its Pub/Sub.
 */
export function planSuite(javaVersion: string | undefined, canDownload: boolean): Plan {
  const java = Number(/version "(\d+)/.exec(javaVersion ?? "")?.[1] ?? Number.NaN);
  const hasPubSub = java >= neededJava && canDownload;
  return {
    emulators: ["auth", "hosting", ...(hasPubSub ? ["pubsub"] : [])],
    ui: canDownload,
    notes: [
      "The Firebase Emulator Suite serves Authentication and Hosting.",
      "Its Hosting cannot hand /api to a function of this machine, only to Cloud Run: call the API at its own address.",
      hasPubSub
        ? "Its Pub/Sub takes the place of ours."
        : `Its Pub/Sub cannot run, so ours does: ${whyNot(java)}.`,
      "Its Storage sends no notifications to Pub/Sub, so that no document would ever be read: ours runs.",
      canDownload
        ? "Its page is at http://127.0.0.1:4000"
        : "Its page cannot be downloaded and does not run.",
    ],
  };
}

function whyNot(java: number): string {
  if (java >= neededJava) return "it cannot be downloaded";
  return `it needs Java ${neededJava}, ${Number.isNaN(java) ? "none was found" : `this is ${java}`}`;
}
