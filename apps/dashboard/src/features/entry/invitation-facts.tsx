import { KeyValue, Label, RelativeTime } from "@keybrake/ui";
import { ROLE_WORDS } from "../members/role-words.ts";
import { useBrowserZone } from "../organization/browser-zone.ts";
import type { ShownInvitation } from "../session/read-invitation.ts";

export function InvitationFacts({ invitation }: { readonly invitation: ShownInvitation }) {
  const zone = useBrowserZone();
  const { name, may } = ROLE_WORDS[invitation.role];
  return (
    <KeyValue
      items={[
        { name: "Organization", value: <Label text={invitation.organizationName} /> },
        { name: "For", value: <Label text={invitation.email} /> },
        { name: "As", value: `${name}. ${may}` },
        { name: "Ends", value: <RelativeTime at={invitation.expiresAt} zone={zone} /> },
      ]}
    />
  );
}
