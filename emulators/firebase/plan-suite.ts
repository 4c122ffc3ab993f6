type Plan = {
  /** Emulators of the suite to start; our own servers do the rest. */
  emulators: string[];
  /** Said before it starts. */
  notes: string[];
  whenItFails: string;
};

/** The suite's Pub/Sub needs it since firebase-tools 15. */
const neededJava = 21;

/** Which of the suite's servers can take the place of ours, by what `java -version` says; undefined without Java. */
export function planSuite(javaVersion: string | undefined): Plan {
  const java = Number(/version "(\d+)/.exec(javaVersion ?? "")?.[1] ?? Number.NaN);
  const hasJava = java >= neededJava;
  const found = Number.isNaN(java) ? "none was found" : `this is ${java}`;
  return {
    emulators: ["auth", "hosting", ...(hasJava ? ["pubsub"] : [])],
    notes: [
      "The Firebase Emulator Suite serves Authentication and Hosting.",
      hasJava
        ? "Its Pub/Sub takes the place of ours; the first start downloads it."
        : `Its Pub/Sub needs Java ${neededJava} (${found}), so ours runs.`,
      "Its Storage sends no notifications to Pub/Sub, so that no document would ever be read: ours runs.",
    ],
    whenItFails:
      "The suite did not run to its end. Without internet it cannot download what it lacks; `npm start` needs neither.",
  };
}
