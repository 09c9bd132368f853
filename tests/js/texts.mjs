/* An index of some titles as tim-chi-muc.js would give it, made by hand; must not know how its files look. */
import { bare, spelled, words } from "../../site/pages/assets/tim-chu.js"

export function indexed(titles, more = {}) {
  const lists = new Map()
  const put = (key, spelling, id, place) => {
    const list = lists.get(key) ?? { spellings: [], places: [], follow: [] }
    lists.set(key, list)
    if (!list.spellings.some(each => spelled(each) === spelled(spelling))) list.spellings.push(spelling)
    list.places.push([id, place, list.spellings.findIndex(each => spelled(each) === spelled(spelling))])
  }
  const follows = (one, next) => {
    const { follow, spellings } = lists.get(bare(one)), own = spellings.indexOf(one)
    const there = follow.find(each => each[0] === own && each[1] === next)
    if (there) there[2] += 1
    else follow.push([own, next, 1, 0])
    for (const each of follow) each[3] = Number(each[2] > 1)
  }
  for (const [id, title] of titles.entries()) {
    const { found } = words(title.normalize("NFC"))
    for (const { word, place } of found) put(bare(word), word, id, place)
    for (const [at, { word, place }] of found.entries()) if (found[at + 1]?.place === place + 1) follows(word, found[at + 1].word)
    for (const { word, place } of words(more.english?.[id] ?? "").found) put(`.${word}`, word, id, place)
  }
  const list = key => {
    const found = lists.get(key)
    if (!found) return null
    const documents = [...new Set(found.places.map(([id]) => id))]
    const first = documents.map(id => found.places.findIndex(each => each[0] === id))
    const column = at => Int32Array.from(found.places.map(each => each[at]))
    return { ...found, documents: Int32Array.from(documents), first: Int32Array.from([...first, found.places.length]), places: column(1), which: column(2) }
  }
  return {
    count: titles.length, dated: titles.length, keys: [...lists.keys()].sort(),
    has: key => lists.has(key), found: key => lists.get(key)?.places.length ?? 0, list: async key => list(key), ...more,
  }
}
