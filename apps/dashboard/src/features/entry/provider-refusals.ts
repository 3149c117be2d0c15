/** Why a sign-in at another provider ended here, by the code in `?error=`; anything else is told in general words. */
const WORDS: Readonly<Record<string, string>> = {
  account_not_connected:
    "Nobody here has connected this account. Sign in with your password and connect it, or ask for an invitation.",
  account_in_use: "This account is connected to somebody else here.",
  not_invited: "Nobody has invited the address of this account.",
  email_not_verified: "The provider has not verified this account's e-mail address.",
  AccessDenied: "The provider did not say who you are.",
};

export function providerRefusal(code: string): string {
  return Object.hasOwn(WORDS, code) ? (WORDS[code] ?? "") : "The sign-in failed: try again, or another way.";
}
