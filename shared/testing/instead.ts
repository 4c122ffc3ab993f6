/** The object with some members replaced; the others stay lazy. Lets a test step in between a client and its answer. */
export function instead<T extends object>(object: T, members: Partial<T>): T {
  const descriptors = Object.getOwnPropertyDescriptors(members);
  return Object.create(object, descriptors) as T;
}
