/** What every local server gives back: where it listens, and how to end it (state saved, sockets closed). */
export type LocalServer = {
  /** As its client wants it: `http://127.0.0.1:6333`, or `127.0.0.1:8085` for gRPC. */
  url: string;
  port: number;
  close(): Promise<void>;
};

export type LocalServerOptions = {
  /** 0 takes any free port. */
  port: number;
  /** Folder for state that survives a restart; without it state lives in memory only. */
  dataDir?: string | undefined;
};
