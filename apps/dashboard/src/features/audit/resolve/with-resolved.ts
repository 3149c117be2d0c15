interface Resolved {
  readonly id: string;
  readonly state: string;
  readonly cost_usd: string;
}

/** Lists of calls that are not asked for anew, with the call as it was decided. */
export function withResolved<
  Row extends { readonly id: string },
  Pages extends { readonly pages: ReadonlyArray<{ readonly data: readonly Row[] }> },
>(listed: Pages | undefined, { id, state, cost_usd }: Resolved): Pages | undefined {
  if (listed === undefined) return undefined;
  return {
    ...listed,
    pages: listed.pages.map((page) => ({
      ...page,
      data: page.data.map((row) => (row.id === id ? { ...row, state, cost_usd } : row)),
    })),
  };
}
