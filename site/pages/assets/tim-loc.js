/* Which documents have the chosen values, how many each value would leave, and in which order; must not know words. */

export function narrowing(index, facets) {
  let columns;
  const load = async () => {
    if (columns) return;
    const bytes = await index.facets();
    let from = 0;
    columns = new Map(facets.map(facet => {
      const width = facet.several ? Math.ceil(facet.values.length / 8) : facet.values.length < 256 ? 1 : 2;
      const column = { start: from, width, several: facet.several, at: new Map(facet.values.map(([id], position) => [id, position])) };
      from += width * index.count;
      return [facet.id, { ...column, bytes }];
    }));
  };

  /* The position of a document's only value; -1 for none. */
  const only = ({ bytes, start, width }, document) => bytes[start + document * width] + (width > 1 ? bytes[start + document * width + 1] * 256 : 0) - 1;
  const has = (column, document, value) => {
    if (!column.several) return only(column, document) === value;
    return Boolean(column.bytes[column.start + document * column.width + (value >> 3)] >> (value & 7) & 1);
  };

  /* For each facet in which something is chosen, what a document must fulfil. */
  const demands = ({ chosen, all }) => [...chosen].filter(([, ids]) => ids.length).map(([facet, ids]) => {
    const column = columns.get(facet), values = ids.map(id => column.at.get(id));
    return { facet, meets: document => (all ? values.every(value => has(column, document, value)) : values.some(value => has(column, document, value))) };
  });

  const fits = (every, either) => document =>
    !every.length || (either ? every.some(each => each.meets(document)) : every.every(each => each.meets(document)));

  /* Those of the hits that have what is chosen; `hits` null: all there are. */
  async function narrow(hits, state) {
    await load();
    const all = hits ?? Array.from({ length: index.count }, (_, id) => ({ id, score: 0, spans: [] }));
    const fit = fits(demands(state), state.either);
    return all.filter(hit => fit(hit.id));
  }

  /* How many of the hits each value would leave, by facet and value: of its own facet as if nothing were chosen there, where any will do. */
  async function counts(hits, state) {
    await load();
    const every = demands(state), left = await narrow(hits, { chosen: new Map() });
    return new Map(facets.map(facet => {
      const column = columns.get(facet.id);
      const others = fits(every.filter(each => state.all || each.facet !== facet.id), false);
      const found = facet.values.map(() => 0);
      for (const { id } of left) {
        if (!state.either && !others(id)) continue;
        if (column.several) for (let value = 0; value < found.length; value += 1) found[value] += has(column, id, value);
        else if (only(column, id) >= 0) found[only(column, id)] += 1;
      }
      return [facet.id, new Map(facet.values.map(([id], value) => [id, found[value]]))];
    }));
  }

  const undatedLast = (one, other) => (one.id >= index.dated) - (other.id >= index.dated);
  const newest = (one, other) => undatedLast(one, other) || other.id - one.id;
  const level = document => {
    const column = columns.get("cap");
    return [...column.at.values()].find(value => has(column, document, value)) ?? column.at.size;
  };

  /* The hits by day, by benefit, or, where nothing else is said, by how well they fit, then by level and day. */
  async function sorted(hits, order) {
    await load();
    if (order === "moi") return hits.toSorted(newest);
    if (order === "cu") return hits.toSorted((one, other) => undatedLast(one, other) || one.id - other.id);
    if (order === "loi") {
      const place = new Map((await index.byBenefit()).map((id, rank) => [id, rank]));
      const of = hit => place.get(hit.id) ?? index.count;
      return hits.toSorted((one, other) => of(one) - of(other) || newest(one, other));
    }
    const levels = new Map(hits.map(hit => [hit.id, level(hit.id)]));
    const score = hit => Math.round(hit.score * 2);
    return hits.toSorted((one, other) => score(other) - score(one) || levels.get(one.id) - levels.get(other.id) || newest(one, other));
  }

  return { narrow, counts, sorted };
}
