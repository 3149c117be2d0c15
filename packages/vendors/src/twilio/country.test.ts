import { describe, expect, it } from "vitest";
import { allCountries, countriesOf, isE164 } from "./country.ts";
import { areaCodes, callingCodes } from "./data/countries.ts";

describe("the country of a number", () => {
  it.each([
    ["+12025550123", "US"],
    ["+14165550123", "CA"],
    ["+18765550123", "JM"],
    ["+18095550123", "DO"],
    ["+17875550123", "PR"],
    ["+442071838750", "GB"],
    ["+447797123456", "JE"],
    ["+447912345678", "GB"],
    ["+447911123456", "GG"],
    ["+79161234567", "RU"],
    ["+77011234567", "KZ"],
    ["+393401234567", "IT"],
    ["+3581812345", "AX"],
    ["+358401234567", "FI"],
    ["+59991234567", "CW"],
    ["+5993181234", "BQ"],
  ])("%s is %s, by its longest known beginning", (number, country) => {
    expect(countriesOf(number)).toEqual([country]);
  });

  it("is every one of the North American plan where the number is toll-free", () => {
    expect(countriesOf("+18005550123")).toEqual(Object.keys(areaCodes));
    expect(countriesOf("+18885550123")).toContain("JM");
  });

  it.each(["+19005550123", "+11235550123", "+8816123456789", "+88216123456", "+979123456789", "+999123456"])(
    "is none for %s: premium, unassigned, satellite",
    (number) => {
      expect(countriesOf(number)).toBeNull();
    },
  );

  it("is read from numbers in E.164 alone", () => {
    for (const number of [
      "12025550123",
      "+02025550123",
      "+1202",
      "+1 202 5550123",
      "+1202555012345678",
      "+1２02",
      "",
    ]) {
      expect(isE164(number), number).toBe(false);
    }
    expect(isE164("+12025550123")).toBe(true);
  });

  it("is read from a table in which no calling code begins another, so that one digit more changes no country", () => {
    const codes = [...callingCodes.matchAll(/\d+/g)].map(([code]) => code);
    expect(codes.filter((code) => codes.some((other) => other !== code && other.startsWith(code)))).toEqual(
      [],
    );
    const areas = Object.values(areaCodes).flatMap((all) => all.split(" "));
    expect(new Set(areas).size).toBe(areas.length);
    expect(allCountries).toHaveLength(241);
  });
});
