interface Nestable {
  readonly id: string;
  readonly parent_call_id: string | null;
}

export interface NestedCall<Call> {
  readonly call: Call;
  /** What was asked of the vendor to price it, in the order it was asked. */
  readonly lookUps: readonly Call[];
}

/**
 * Puts look-ups under the calls that they were for. One whose call is not in the list (on a later page, or never
 * admitted) stands by itself: no call may be missing from a timeline.
 */
export function nestCalls<Call extends Nestable>(calls: readonly Call[]): readonly NestedCall<Call>[] {
  const listed = new Set(calls.map(({ id }) => id));
  const lookUps = new Map<string, Call[]>();
  const isNested = ({ parent_call_id }: Call) => parent_call_id !== null && listed.has(parent_call_id);
  for (const call of calls) {
    if (call.parent_call_id === null || !isNested(call)) continue;
    lookUps.set(call.parent_call_id, [call, ...(lookUps.get(call.parent_call_id) ?? [])]);
  }
  return calls
    .filter((call) => !isNested(call))
    .map((call) => ({ call, lookUps: lookUps.get(call.id) ?? [] }));
}
