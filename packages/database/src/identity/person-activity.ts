/** An entry for the activity log of each of the person's organizations; where they are no member none is written. */
export type PersonActivity = ReadonlyArray<{ readonly organizationId: string; readonly activityId: string }>;

/** As a function takes them. */
export function columnsOf(activity: PersonActivity) {
  return {
    organizationIds: activity.map(({ organizationId }) => organizationId),
    activityIds: activity.map(({ activityId }) => activityId),
  };
}
