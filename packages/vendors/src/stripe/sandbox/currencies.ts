/** docs.stripe.com/currencies: presentment currencies. */
const known = new Set(
  (
    "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf " +
    "chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf " +
    "idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop " +
    "mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd " +
    "scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof " +
    "xpf yer zar zmw"
  ).split(" "),
);

const zeroDecimal = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split(" "));
const threeDecimal = new Set("bhd jod kwd omr tnd".split(" "));

/** docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, in minor units. */
const minimumCharge: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};

/** Eight digits: what Stripe accepts for one charge; keeps every sum of the sandbox an exact number. */
export const AMOUNT_MAX = 99_999_999;

export function isCurrency(code: string): boolean {
  return known.has(code);
}

export function minimumChargeOf(currency: string): number {
  return minimumCharge[currency] ?? 1;
}

/** Three-decimal currencies are charged in tens of the minor unit. */
export function isChargeable(amountMinor: number, currency: string): boolean {
  return !threeDecimal.has(currency) || amountMinor % 10 === 0;
}

/** Minor units to micros of the major unit. */
export function toMicros(amountMinor: number, currency: string): bigint {
  if (zeroDecimal.has(currency)) return BigInt(amountMinor) * 1_000_000n;
  return BigInt(amountMinor) * (threeDecimal.has(currency) ? 1_000n : 10_000n);
}

/** As Stripe's messages write it: `$0.50 usd`, `¥50 jpy`. */
export function describeAmount(amountMinor: number, currency: string): string {
  const sign = { usd: "$", eur: "€", gbp: "£", jpy: "¥" }[currency] ?? "";
  if (zeroDecimal.has(currency)) return `${sign}${amountMinor} ${currency}`;
  const decimals = threeDecimal.has(currency) ? 3 : 2;
  return `${sign}${(amountMinor / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
