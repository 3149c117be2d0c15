import { findActiveCredentials, type OrganizationTransaction } from "@keybrake/database";
import { done, invalidField, type Result } from "../../problems.ts";

/** The credential that a key will use: the one named, or the only active one that the vendor has. */
export async function resolveCredential(
  transaction: OrganizationTransaction,
  wanted: {
    readonly organizationId: string;
    readonly vendor: string;
    readonly credentialId: string | undefined;
  },
): Promise<Result<string>> {
  const { organizationId, vendor, credentialId } = wanted;
  const [first, second] = await findActiveCredentials(transaction, {
    organizationId,
    vendor,
    ...(credentialId === undefined ? {} : { id: credentialId }),
  });
  if (first !== undefined && second === undefined) return done(first.id);
  if (credentialId !== undefined) {
    return invalidField("credential_id", `No active credential of ${vendor} has this id.`);
  }
  return first === undefined
    ? invalidField(
        "credential_id",
        `There is no active credential of ${vendor}: add one, with POST /credentials.`,
      )
    : invalidField("credential_id", `There are several active credentials of ${vendor}: name one.`);
}
