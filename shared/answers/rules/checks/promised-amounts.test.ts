import { expect, test } from "vitest";
import { promisedAmounts, saysFree } from "./promised-amounts.ts";

test.each([
  ["Delivery costs Rp 25,000.", ["Rp 25,000"]],
  ["That is $5 or 5 €.", ["$5", "5 €"]],
  ["You get 20% off, or 20 percent.", ["20%", "20 percent"]],
  ["R$ 15 de frete", ["R$ 15"]],
  ["15 ribu rupiah, Rp 1,5 juta", ["15 ribu rupiah", "Rp 1,5 juta"]],
  ["It takes 5 days, within 3 working days.", ["5 days", "3 working days"]],
  ["garansi 2 tahun", ["2 tahun"]],
  ["For order 88123 we are open from 9:00 to 18:00 at Jalan Melati 8.", []],
])("%s", (text, expected) => {
  expect(promisedAmounts(text)).toEqual(expected);
});

test.each([
  ["Delivery is free.", true],
  ["free of charge", true],
  ["Gratis ongkir!", true],
  ["O frete é grátis.", true],
  ["There is no extra charge.", true],
  ["Feel free to ask.", false],
  ["gluten-free bread", false],
  ["freedom", false],
  ["No, delivery is not free.", false],
  ["O frete não é grátis.", false],
])("%s says that something is free: %s", (text, expected) => {
  expect(saysFree(text)).toBe(expected);
});
