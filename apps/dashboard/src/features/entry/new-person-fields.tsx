import { TextEntry } from "../form/text-entry.tsx";

export function NewPersonFields({ passwordRule }: { readonly passwordRule: string }) {
  return (
    <>
      <TextEntry name="name" label="Your name" autoComplete="name" maxLength={100} />
      <TextEntry
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        maxLength={1_024}
        description={passwordRule}
      />
    </>
  );
}
