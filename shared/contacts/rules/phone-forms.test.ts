import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phoneForms, phoneKey, preferredForm } from "./phone-forms.ts";

describe("the forms of a number", () => {
  test.each([
    ["a Brazilian mobile with the ninth digit", "5511987654321", ["5511987654321", "551187654321"]],
    ["a Brazilian mobile without it", "551187654321", ["5511987654321", "551187654321"]],
    ["a Brazilian mobile of the south without it", "555181234567", ["5551981234567", "555181234567"]],
    ["an Argentine mobile with the 9", "5491123456789", ["5491123456789", "541123456789"]],
    ["an Argentine mobile without it", "541123456789", ["5491123456789", "541123456789"]],
    ["a Mexican mobile with the 1", "5215512345678", ["525512345678", "5215512345678"]],
    ["a Mexican number without it", "525512345678", ["525512345678", "5215512345678"]],
  ])("%s are two", (_what, phone, forms) => {
    expect(phoneForms(phone)).toEqual(forms);
  });

  test.each([
    ["a Brazilian landline", "551132345678"],
    ["a Brazilian landline that begins with 5", "555132345678"],
    ["a Brazilian mobile that never was shorter", "5511943216789"],
    ["a Brazilian toll-free number", "558001234567890"],
    ["an Indonesian number", "6281234567890"],
    ["a number of the United States", "15555550123"],
    ["a Portuguese number", "351912345678"],
    ["too short a Mexican number", "52551234567"],
    ["too long an Argentine number", "54911234567890"],
  ])("%s is one", (_what, phone) => {
    expect(phoneForms(phone)).toEqual([phone]);
  });

  test("are the same whichever of them is asked for", () => {
    const digits = fc.stringMatching(/^(?:55[1-9][0-9]|54|549|52|521|62|1)[2-9][0-9]{7,9}$/);
    fc.assert(
      fc.property(digits, (phone) => {
        const forms = phoneForms(phone);
        expect(forms).toContain(phone);
        for (const form of forms) {
          expect(phoneForms(form)).toEqual(forms);
          expect(phoneKey(form)).toBe(phoneKey(phone));
        }
      }),
    );
  });
});

describe("the form to keep", () => {
  test.each([
    ["551187654321", "5511987654321", "5511987654321"],
    ["5511987654321", "551187654321", "5511987654321"],
    ["5215512345678", "525512345678", "525512345678"],
    ["541123456789", "541123456789", "541123456789"],
  ])("of %s and %s is %s", (known, seen, kept) => {
    expect(preferredForm(known, seen)).toBe(kept);
  });
});
