/** `inbound=8082 sender=0` as a record; throws on anything else. */
export function parseHostArguments(args: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    args.map((arg) => {
      const [, name, port] = /^([a-z-]+)=(\d+)$/.exec(arg) ?? [];
      if (name === undefined) throw new Error(`expected name=port, got ${arg}`);
      return [name, Number(port)];
    }),
  );
}
