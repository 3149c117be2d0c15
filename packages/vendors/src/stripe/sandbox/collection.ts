interface Generation<Row> {
  readonly rows: Array<Row | undefined>;
  readonly indexById: Map<string, number>;
}

/** A page of a list, in the order in which Stripe answers: newest first. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

export interface PageRequest<Row> {
  readonly limit: number;
  readonly after: string | null;
  readonly before: string | null;
  readonly matches: (row: Row) => boolean;
}

/**
 * The rows of one kind in one account, in order of creation. Rows never change in place: an update puts another row
 * under the same id. Memory is bounded by generations: `turn` drops all that is older than the turn before.
 */
export class Collection<Row extends { readonly id: string }> {
  #old: Generation<Row> = emptyGeneration();
  #young: Generation<Row> = emptyGeneration();

  get(id: string): Row | undefined {
    const index = this.#young.indexById.get(id);
    if (index !== undefined) return this.#young.rows[index];
    const oldIndex = this.#old.indexById.get(id);
    return oldIndex === undefined ? undefined : this.#old.rows[oldIndex];
  }

  add(row: Row): void {
    this.#young.indexById.set(row.id, this.#young.rows.length);
    this.#young.rows.push(row);
  }

  replace(row: Row): void {
    const generation = this.#young.indexById.has(row.id) ? this.#young : this.#old;
    const index = generation.indexById.get(row.id);
    if (index === undefined) this.add(row);
    else generation.rows[index] = row;
  }

  remove(id: string): void {
    for (const generation of [this.#young, this.#old]) {
      const index = generation.indexById.get(id);
      if (index === undefined) continue;
      generation.rows[index] = undefined;
      generation.indexById.delete(id);
    }
  }

  get youngSize(): number {
    return this.#young.rows.length;
  }

  turn(): void {
    this.#old = this.#young;
    this.#young = emptyGeneration();
  }

  /** Null when the cursor names no row. */
  page(request: PageRequest<Row>): Page<Row> | null {
    const cursor = request.after ?? request.before;
    const position = cursor === null ? this.#size : this.#positionOf(cursor);
    if (position === undefined) return null;
    const step = request.after === null && request.before !== null ? 1 : -1;
    const rows: Row[] = [];
    for (let at = position + step; at >= 0 && at < this.#size; at += step) {
      const row = this.#at(at);
      if (row === undefined || !request.matches(row)) continue;
      if (rows.length === request.limit) return { rows: inListOrder(rows, step), hasMore: true };
      rows.push(row);
    }
    return { rows: inListOrder(rows, step), hasMore: false };
  }

  get #size(): number {
    return this.#old.rows.length + this.#young.rows.length;
  }

  #at(position: number): Row | undefined {
    const oldSize = this.#old.rows.length;
    return position < oldSize ? this.#old.rows[position] : this.#young.rows[position - oldSize];
  }

  #positionOf(id: string): number | undefined {
    const index = this.#young.indexById.get(id);
    return index === undefined ? this.#old.indexById.get(id) : this.#old.rows.length + index;
  }
}

function inListOrder<Row>(rows: Row[], step: number): Row[] {
  return step === 1 ? rows.reverse() : rows;
}

function emptyGeneration<Row>(): Generation<Row> {
  return { rows: [], indexById: new Map() };
}
