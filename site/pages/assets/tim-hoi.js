/* What a question means: a phrase, words near each other, words somewhere; must not know how an answer is shown.

   An occurrence is a place times two, and one where every syllable is spelled as it was typed; see `agreement`. */
import { agreement, asked, bare, isMarked, stems } from "./tim-chu.js";
import { ENGLISH, ZONES, open } from "./tim-chi-muc.js";
import { excerpt } from "./tim-doan.js";
import { narrowing } from "./tim-loc.js";
import { forgiving } from "./tim-sua.js";

const NEAR = 12; // syllables from the first word to the last that still stand near each other
const MOST_WAYS = 40; // in which a question is cut into words
const [TITLE, PLACE, , LABELS, TEXT] = ZONES;
const none = new Map();

/* Places of the spellings that answer to `typed`, by document. */
function occurrences(list, typed) {
  const found = new Map();
  if (!list) return found;
  const how = list.spellings.map(spelling => Math.max(...[typed].flat().map(each => agreement(each, spelling))));
  for (let position = 0; position < list.documents.length; position += 1) {
    let own;
    for (let at = list.first[position]; at < list.first[position + 1]; at += 1) {
      const agrees = how[list.which[at]];
      if (agrees) (own ??= []).push(list.places[at] * 2 + (agrees === 2 ? 1 : 0));
    }
    if (own) found.set(list.documents[position], own);
  }
  return found;
}

function merged(maps) {
  if (maps.length === 1) return maps[0];
  const all = new Map();
  for (const map of maps) for (const [id, places] of map) all.set(id, [...all.get(id) ?? [], ...places]);
  for (const places of all.values()) places.sort((one, other) => one - other);
  return all;
}

const smallest = maps => maps.reduce((one, other) => (other.size < one.size ? other : one));

/* Where the words stand side by side in this order: occurrences of the first. */
function sideBySide(maps) {
  if (maps.length === 1) return maps[0];
  const found = new Map();
  for (const id of smallest(maps).keys()) {
    let places = maps[0].get(id);
    for (let next = 1; next < maps.length && places?.length; next += 1) {
      const there = new Map(maps[next].get(id)?.map(each => [each >> 1, each & 1]));
      places = places.filter(each => there.has((each >> 1) + next)).map(each => each & ~1 | each & there.get((each >> 1) + next));
    }
    if (places?.length) found.set(id, places);
  }
  return found;
}

/* The narrowest stretch that holds one occurrence of each, no wider than `width`. */
function stretch(lists, width) {
  const all = lists.flatMap((places, own) => places.map(each => [each >> 1, own])).sort((one, other) => one[0] - other[0]);
  let best = null;
  for (let from = 0; from < all.length; from += 1) {
    const has = new Map();
    for (let to = from; to < all.length && all[to][0] - all[from][0] <= width; to += 1) {
      if (!has.has(all[to][1])) has.set(all[to][1], all[to][0]);
      if (has.size < lists.length) continue;
      const wide = all[to][0] - all[from][0];
      if (!best || wide < best.wide) best = { wide, places: lists.map((_, own) => has.get(own)) };
      break;
    }
  }
  return best;
}

/* Ways to cut so many syllables into at least two words, of which one may have a single syllable: fewer words first. */
function ways(count) {
  const found = [];
  const cut = (left, lengths, singles) => {
    if (!left) {
      if (lengths.length > 1) found.push(lengths);
      return;
    }
    for (let take = Math.min(left, 4); take > 0 && found.length < MOST_WAYS * 4; take -= 1) {
      if (take > 1 || !singles) cut(left - take, [...lengths, take], singles + (take === 1));
    }
  };
  if (count > 2) cut(count, [], 0);
  return found.sort((one, other) => one.length - other.length).slice(0, MOST_WAYS);
}

/* How much it says that the words stand at these places: title before place and names, these before the text. */
function worth(places) {
  let title = -1, head = 0, label = 0, text = 0;
  for (const each of places) {
    if (each < PLACE) title = title < 0 ? each : title;
    else if (each < LABELS) head = 1;
    else if (each < TEXT) label = 1;
    else text += 1;
  }
  return (title < 0 ? 0 : 8 + (title === TITLE ? 1 : 0) + 1 / (1 + title / 8)) + head * 3 + label / 2 + (text ? 1 + Math.log(text) / 2 : 0);
}

/* All that the page asks of the index, of which `read` gives the files and `facets` says what there is to choose. */
export async function load(read, facets) {
  const index = await open(read);
  return { ...finder(index), ...narrowing(index, facets), cards: index.cards, excerpt };
}

export function finder(index) {
  const { forgive, suggest } = forgiving(index, { strict });

  /* Documents that answer to all words; `ends` are spellings of which any does for the last. */
  async function strict(words, ends = null) {
    const heads = ends ? words.slice(0, -1) : words;
    const lists = await Promise.all(heads.map(word => index.list(bare(word))));
    const maps = lists.map((list, at) => occurrences(list, heads[at]));
    if (ends) maps.push(merged(await Promise.all(ends.map(async end => occurrences(await index.list(bare(end)), end)))));
    const answer = { hits: new Map(), scattered: new Map(), strong: false };
    if (maps.some(map => !map.size)) return answer;
    const kept = new Map();
    const run = (from, length) => {
      const name = `${from} ${length}`;
      if (!kept.has(name)) kept.set(name, sideBySide(maps.slice(from, from + length)));
      return kept.get(name);
    };
    phrase(answer, run(0, maps.length), maps.length);
    if (maps.length > 1) {
      near(answer, maps, run);
      apart(answer, maps, run);
    }
    return answer;
  }

  function phrase({ hits }, found, length) {
    for (const [id, places] of found) {
      const exact = places.filter(each => each & 1);
      const score = 20 + Math.max(worth(places.map(each => each >> 1)), exact.length ? 15 + worth(exact.map(each => each >> 1)) : 0);
      hits.set(id, { id, score, spans: places.map(each => [each >> 1, length]) });
    }
  }

  function near({ hits }, maps, run) {
    const all = maps.map((_, at) => [run(at, 1), 1]);
    const cuts = ways(maps.length).map(lengths => {
      let from = 0;
      return lengths.map(length => [run((from += length) - length, length), length]);
    });
    for (const runs of [...cuts, all]) {
      const titles = runs === all; // in a title all belongs together
      if (runs.some(([map]) => !map.size)) continue;
      for (const id of smallest(runs.map(([map]) => map)).keys()) {
        if (hits.has(id)) continue;
        let lists = runs.map(([map]) => map.get(id) ?? []);
        if (titles) lists = lists.map(places => places.filter(each => each >> 1 < PLACE && (lists.length > 2 || each & 1)));
        const best = lists.every(places => places.length) && stretch(lists, titles ? PLACE : NEAR);
        const isTurned = titles && lists.length === 2 && best && (best.wide > 6 || best.places[0] > best.places[1]);
        if (best && !isTurned) hits.set(id, { id, score: worth(best.places) + 4 - best.wide / 4, spans: best.places.map((place, at) => [place, runs[at][1]]) });
      }
    }
  }

  function apart(answer, maps, run) {
    const cuts = ways(maps.length);
    for (const id of smallest(maps).keys()) {
      if (answer.hits.has(id) || !maps.every(map => map.has(id))) continue;
      const cut = cuts.find(lengths => {
        let from = 0;
        return lengths.every(length => run((from += length) - length, length).has(id));
      });
      let from = 0;
      const runs = (cut ?? maps.map(() => 1)).map(length => [run((from += length) - length, length).get(id).map(each => each >> 1), length]);
      const score = runs.reduce((sum, [places]) => sum + worth(places), 0) / runs.length + (cut ? 10 : 0);
      answer.strong ||= Boolean(cut);
      answer.scattered.set(id, { id, score, spans: runs.flatMap(([places, length]) => places.map(place => [place, length])) });
    }
  }

  /* Documents with every English word. The last may be half typed. */
  async function english(words, typing) {
    const lists = await Promise.all(stems(words).map(async (word, at, all) => {
      const key = ENGLISH + word;
      const keys = index.has(key) || !typing || at < all.length - 1 || word.length < 3 ? [key] : index.keys.filter(each => each.startsWith(key)).slice(0, 4);
      return merged([none, ...await Promise.all(keys.map(async each => occurrences(await index.list(each), each.slice(1))))]);
    }));
    const hits = new Map();
    const together = sideBySide(lists);
    for (const id of smallest(lists).keys()) {
      if (!lists.every(map => map.has(id))) continue;
      const places = lists.flatMap(map => map.get(id).map(each => each >> 1));
      hits.set(id, { id, score: worth(places) + (together.has(id) ? 20 : 0), spans: places.map(place => [place, 1]), english: true });
    }
    return hits;
  }

  const ranked = found => [...found.values()].sort((one, other) => other.score - one.score || other.id - one.id);

  /* Answers a question: `hits` by how well they fit, `scattered` documents that have its words somewhere (`strong`: whole words), what was
     looked for `instead`, and what else might be meant, the `offers`. */
  async function find(text, { typing = false, language = "vi" } = {}) {
    const words = asked(text);
    const answer = { words, hits: [], scattered: [], strong: false, instead: [], offers: [] };
    if (!words.length) return answer;
    const plain = !words.some(isMarked);
    const foreign = plain ? await english(words, typing) : none;
    if (language === "en" && foreign.size) return { ...answer, hits: ranked(foreign) };
    const own = await strict(words);
    answer.hits = ranked(own.hits.size ? own.hits : foreign);
    answer.scattered = answer.hits.length && !own.hits.size ? [] : ranked(own.scattered);
    answer.strong = own.strong;
    if (!answer.hits.length && !own.strong) {
      const meant = await forgive(words, { typing, language, english: other => english(other, false) });
      answer.instead = meant.instead;
      answer.offers = meant.offers;
      if (meant.instead.length) Object.assign(answer, { hits: ranked(meant.hits), scattered: [], strong: false });
    }
    return answer;
  }

  return { find, suggest: async text => (asked(text).length ? suggest(asked(text)) : []) };
}
