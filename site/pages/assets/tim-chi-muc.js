/* Reads the index of outputs/site/search_index.py, file by file as it is needed; must not know what a question means. */

export const ENGLISH = ".";
/* Where title, place, names, labels and text begin; what is so far apart is no phrase. */
export const ZONES = [0, 128, 256, 512, 1024];
export const GAP = 16;

/* `read` gives the unpacked bytes of a file by its name. */
export async function open(read) {
  const said = new TextDecoder();
  const json = bytes => JSON.parse(said.decode(bytes));
  const once = make => {
    const kept = new Map();
    return name => {
      if (!kept.has(name)) {
        const made = make(name);
        kept.set(name, made);
        made.catch(() => kept.delete(name)); // the network may be back next time
      }
      return kept.get(name);
    };
  };
  const file = once(name => read(String(name)));
  const listed = json(await file("muc"));
  const at = new Map(listed.keys.map((key, number) => [key, number]));
  let so = 0;
  const shard = listed.shard.map(step => (so += step));

  const list = once(async key => {
    const number = at.get(key);
    if (number === undefined) return null;
    return unpacked(await file(shard[number]), listed.start[number], json);
  });

  return {
    count: listed.count,
    dated: listed.dated,
    keys: listed.keys,
    has: key => at.has(key),
    found: key => listed.found[at.get(key)] ?? 0,
    list,
    facets: () => file("loc"),
    byBenefit: async () => json(await file("loi")),
    cards: ids => Promise.all(ids.map(async id => json(await file(`bai/${id}`)))),
  };
}

/* One key's list: its spellings, what follows them, and for each document the places with the spelling that stands there. */
function unpacked(bytes, from, json) {
  let next = from;
  const number = () => {
    let value = 0, times = 1, byte;
    do {
      byte = bytes[next++];
      value += (byte & 127) * times;
      times *= 128;
    } while (byte & 128);
    return value;
  };
  const size = number();
  const [spellings, follow] = json(bytes.subarray(next, next + size));
  next += size;
  const count = number();
  const documents = new Int32Array(count), first = new Int32Array(count + 1), places = [], which = [];
  let document = -1;
  for (let position = 0; position < count; position += 1) {
    document += number() + 1;
    documents[position] = document;
    let place = 0;
    for (let left = number(); left > 0; left -= 1) {
      const step = number();
      place += Math.floor(step / spellings.length);
      places.push(place);
      which.push(step % spellings.length);
    }
    first[position + 1] = places.length;
  }
  return { spellings, follow, documents, first, places: Int32Array.from(places), which: Uint16Array.from(which) };
}
