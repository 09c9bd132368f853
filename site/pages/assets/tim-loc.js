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

  const has = ({ bytes, start, width, several }, document, value) => {
    const own = start + document * width;
    if (several) return Boolean(bytes[own + (value >> 3)] >> (value & 7) & 1);
    return bytes[own] + (width > 1 ? bytes[own + 1] * 256 : 0) === value + 1;
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
    return (hits ?? Array.from({ length: index.count }, (_, id) => ({ id, score: 0, spans: [] }))).filter(hit => fits(demands(state), state.either)(hit.id));
  }

  /* How many of the hits each value would leave, by facet and value: of its own facet as if nothing were chosen there, where any will do. */
  async function counts(hits, state) {
    await load();
    const every = demands(state), left = await narrow(hits, { chosen: new Map() });
    return new Map(facets.map(facet => {
      const column = columns.get(facet.id);
      const others = fits(every.filter(each => state.all || each.facet !== facet.id), false);
      const among = state.either ? left : left.filter(hit => others(hit.id));
      return [facet.id, new Map(facet.values.map(([id], value) => [id, among.filter(hit => has(column, hit.id, value)).length]))];
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
