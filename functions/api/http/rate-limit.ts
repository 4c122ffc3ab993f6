export type RateLimit = { policy: string; quota: number; remaining: number; resetSeconds: number };
