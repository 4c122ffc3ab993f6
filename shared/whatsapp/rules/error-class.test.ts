import { describe, expect, test } from "vitest";
import { classifyError, type ErrorAction } from "./error-class.ts";

describe("an error of a send", () => {
  test.each<[ErrorAction, number[]]>([
    ["retry", [4, 80007, 130429, 131056, 131057, 134101]],
    ["ambiguous", [1, 2, 131000, 131016, 133004, 2494100]],
    ["needs_template", [131047]],
    [
      "permanent",
      [100, 131026, 131049, 131050, 131053, 132000, 132001, 130497, 131210, 138004, 139100, 147003],
    ],
    [
      "operator",
      [0, 3, 10, 33, 190, 200, 250, 299, 368, 131031, 131048, 132015, 133010, 133016, 137000, 2593108],
    ],
  ])("is %s for the codes Meta lists so", (action, codes) => {
    for (const code of codes) expect([code, classifyError({ code }).action]).toEqual([code, action]);
  });

  test("holds up only what it concerns", () => {
    expect(classifyError({ code: 131056 }).scope).toBe("contact");
    expect(classifyError({ code: 130429 }).scope).toBe("number");
    expect(classifyError({ code: 190 }).scope).toBe("account");
    expect(classifyError({ code: 4 }).scope).toBe("app");
  });

  test("is decided by its code, not by the HTTP status around it", () => {
    expect(classifyError({ code: 131057, httpStatus: 500 }).action).toBe("retry");
    expect(classifyError({ code: 131000, httpStatus: 400 }).action).toBe("ambiguous");
    expect(classifyError({ code: 100, httpStatus: 500, isTransient: true }).action).toBe("permanent");
  });

  test("of unknown code is final unless the answer says that it may pass", () => {
    expect(classifyError({ code: 987654, httpStatus: 400 }).action).toBe("permanent");
    expect(classifyError({ code: 987654, httpStatus: 400, isTransient: true }).action).toBe("ambiguous");
    expect(classifyError({ code: 987654, httpStatus: 503 }).action).toBe("ambiguous");
  });

  test("without a code is judged by the HTTP status", () => {
    expect(classifyError({ code: 429, httpStatus: 429 }).action).toBe("retry");
    expect(classifyError({ code: 401, httpStatus: 401 }).action).toBe("operator");
    expect(classifyError({ code: 408, httpStatus: 408 }).action).toBe("ambiguous");
    expect(classifyError({ code: 502, httpStatus: 502 }).action).toBe("ambiguous");
    expect(classifyError({ code: 413, httpStatus: 413 }).action).toBe("permanent");
  });
});
