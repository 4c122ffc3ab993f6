/** No key that there is opens what was sealed: asking again will not help, only sealing anew does. */
export class Unopenable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Unopenable";
  }
}
