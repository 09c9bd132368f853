/* Forgives a question that nothing answers to: letters still to come, wrong marks, slips of the hand; must not know how an answer is shown.
   What people wrote is changed only where a word is unknown or has other marks; all else is asked back. */
import { agreement, bare, isSlip, isMarked, isNear, isSyllable, leadsTo, spelled } from "./tim-chu.js";
import { ENGLISH } from "./tim-chi-muc.js";

const MOST = 8; // unknown words looked up by likeness
const ENDS = 4; // ways to go on with what is half typed
const OFFERS = 3;
const TRIED = 10; // other questions for one, at most

/* `strict` finds documents for words. */
export function forgiving(index, { strict }) {
  const listOf = word => index.list(bare(word));
  const isKnown = (list, word) => Boolean(list?.spellings.some(spelling => agreement(word, spelling)));

  /* What follows a word that is spelled like this: spelling, how often, and whether both may be one word. */
  async function after(word) {
    const list = await listOf(word);
    if (!list) return [];
    const agrees = list.spellings.map(spelling => agreement(word, spelling));
    const all = new Map();
    for (const [own, next, count, bound] of list.follow) {
      if (!agrees[own]) continue;
      const so = all.get(next) ?? { next, count: 0, bound: 0 };
      all.set(next, { next, count: so.count + count, bound: so.bound || bound });
    }
    return [...all.values()].sort((one, other) => other.count - one.count);
  }

  /* Spellings with which the last word, of which only the beginning is there, may end. */
  async function ends(words, typing) {
    const last = words.at(-1), known = isKnown(await listOf(last), last);
    const next = words.length > 1 ? (await after(words.at(-2))).filter(each => bare(each.next) !== bare(last) && leadsTo(last, each.next)) : [];
    const likely = next.filter(each => !known || each.bound || (typing && last.length === 1)).slice(0, ENDS).map(each => each.next);
    if (likely.length) return likely;
    return known || last.length < 2 ? [] : (await begunWith(last)).slice(0, ENDS);
  }

  /* Spellings that begin like this, the most frequent first. */
  async function begunWith(typed) {
    const begun = bare(typed);
    const keys = index.keys.filter(key => key.startsWith(begun)).sort((one, other) => index.found(other) - index.found(one)).slice(0, ENDS);
    const lists = await Promise.all(keys.map(key => index.list(key)));
    return lists.flatMap(list => list.spellings.filter(spelling => leadsTo(typed, spelling)).slice(0, 2));
  }

  /* Other words for one of them, each with how likely it was meant and whether that is sure enough to look for it unasked. */
  async function others(words) {
    const found = [];
    const marked = words.some(isMarked);
    for (const [at, word] of words.entries()) {
      // eslint-disable-next-line no-await-in-loop -- one word at a time: mostly the first is it
      const known = isKnown(await listOf(word), word);
      const put = (next, count, bound, sure = isSure(word, next, known, count > 1 || bound)) => {
        if (agreement(word, next)) return;
        if (sure || !known || count > 2) found.push({ words: words.with(at, next), sure, weight: (count + .1) * (bound ? 4 : 1) * (bare(next) === bare(word) ? 9 : 1) });
      };
      const alike = next => bare(next) === bare(word) || isSlip(word, next) || (Math.max(word.length, next.length) > 2 &&
        (marked && isSyllable(word) ? isNear(spelled(word), spelled(next)) : isNear(bare(word), bare(next))));
      // eslint-disable-next-line no-await-in-loop
      if (at) await afterwards(words[at - 1], alike, put);
      // eslint-disable-next-line no-await-in-loop
      await likeness(words.slice(at), words.length === 1, known, alike, put);
    }
    return found.sort((one, other) => other.sure - one.sure || other.weight - one.weight);
  }

  const isSure = (word, next, known, often) => {
    if (bare(word) === bare(next)) return !known || Boolean(often) || isSlip(word, next);
    if (isSlip(word, next)) return true;
    return !known && (!isSyllable(word) || Boolean(often));
  };

  async function afterwards(before, alike, put) {
    for (const each of await after(before)) if (alike(each.next)) put(each.next, each.count, each.bound);
  }

  /* What is spelled like a word, whatever stands beside it: of rare pairs the index does not tell. Where the next word follows it, that counts. */
  async function likeness([word, second], alone, known, alike, put) {
    const own = bare(word);
    const near = known ? [] : index.keys.filter(key => key[0] !== ENGLISH && key !== own && Math.max(key.length, own.length) > 2 && isNear(key, own));
    const keys = [own, ...near.sort((one, other) => (other[0] === own[0]) - (one[0] === own[0]) || index.found(other) - index.found(one)).slice(0, MOST)];
    for (const list of (await Promise.all(keys.map(key => index.list(key)))).filter(Boolean)) {
      for (const [which, spelling] of list.spellings.entries()) {
        if (alone && !known && which < 3) byItself(word, spelling, put);
        if (alone || !alike(spelling)) continue;
        const [, , count = 0, bound = 0] = list.follow.find(([first, next]) => first === which && second !== undefined && agreement(second, next)) ?? [];
        put(spelling, count, bound);
      }
    }
  }

  /* A word all alone says little: only a slip of marks or in a long word that is no syllable is taken for sure. */
  const byItself = (word, spelling, put) => {
    const long = Math.min(word.length, spelling.length) > 3 && !isSyllable(word);
    if (bare(word) === bare(spelling) || isSlip(word, spelling) || long) put(spelling, 1, 0, isSlip(word, spelling) || long);
  };

  /* Words written apart that are one here, or together that are two. */
  async function parted(words) {
    const found = [];
    const put = (at, count, other) => found.push(words.toSpliced(at, count, ...other), words.toSpliced(at, count, ...other.map(bare)));
    for (const [at, word] of words.entries()) {
      const together = word + (words[at + 1] ?? "");
      if (at + 1 < words.length && index.has(bare(together))) put(at, 2, [together]);
      if (index.has(bare(word))) continue;
      for (let cut = 2; cut < word.length - 1; cut += 1) {
        const two = [word.slice(0, cut), word.slice(cut)];
        if (two.every(each => index.has(bare(each)))) put(at, 1, two);
      }
    }
    for (const other of found.slice(0, MOST)) {
      // eslint-disable-next-line no-await-in-loop -- the first that is found is enough
      const { hits } = await strict(other);
      if (hits.size) return spelledAt(other, [...hits.values()][0]).then(text => ({ hits, instead: [text.join(" ")] }));
    }
    return null;
  }

  /* The words as they are spelled where a phrase of them, marks or none, stands. */
  async function spelledAt(words, hit) {
    if (hit.spans[0][1] !== words.length) return words;
    const lists = await Promise.all(words.map(listOf));
    return words.map((word, at) => {
      const list = lists[at], position = list.documents.indexOf(hit.id);
      for (let each = list.first[position]; each < list.first[position + 1]; each += 1) {
        if (list.places[each] === hit.spans[0][0] + at) return list.spellings[list.which[each]];
      }
      return word;
    });
  }

  /* The same letters with other marks everywhere: sure only where most of the words were right. */
  async function unmarked(words) {
    const lists = await Promise.all(words.map(listOf));
    if (!words.some(isMarked) || words.length < 2 || words.every((word, at) => isKnown(lists[at], word))) return null;
    const { hits } = await strict(words.map(bare));
    const [best] = [...hits.values()].filter(hit => hit.spans[0][1] === words.length).sort((one, other) => other.score - one.score);
    if (!best) return null;
    const other = await spelledAt(words, best), right = words.filter((word, at) => agreement(word, other[at])).length;
    return right * 2 > words.length ? { hits, instead: [other.join(" ")], offers: [] } : { offers: [other.join(" ")] };
  }

  async function completed(words, typing) {
    const found = await ends(words, typing);
    if (!found.length) return null;
    const { hits } = await strict(words, found);
    return hits.size ? { hits, instead: found.map(end => [...words.slice(0, -1), end].join(" ")) } : null;
  }

  async function corrected(words) {
    const offers = [];
    for (const { words: other, sure } of (await others(words)).slice(0, TRIED)) {
      // eslint-disable-next-line no-await-in-loop -- the first that is found is enough
      const { hits } = await strict(other);
      if (!hits.size) continue;
      const text = other.join(" ");
      if (sure) return { hits, instead: [text], offers };
      if (!offers.includes(text)) offers.push(text);
      if (offers.length === OFFERS) break;
    }
    return { hits: new Map(), instead: [], offers };
  }

  /* The longest parts of the question that are a phrase somewhere. */
  async function parts(words) {
    const found = [];
    for (let length = words.length - 1; length > 1 && !found.length; length -= 1) {
      for (let from = 0; from + length <= words.length; from += 1) {
        const part = words.slice(from, from + length);
        // eslint-disable-next-line no-await-in-loop -- the longest is enough
        const { hits } = await strict(part);
        if ([...hits.values()].some(hit => hit.spans[0][1] === length)) found.push(part.join(" "));
      }
    }
    return found.slice(0, 2);
  }

  /* Other English words than those nobody here wrote. */
  async function englishFor(words, english) {
    let changed = false;
    const other = words.map(word => {
      if (word.length < 4 || index.has(ENGLISH + word)) return word;
      const near = index.keys.filter(key => key[0] === ENGLISH && key.length > 4 && isNear(key.slice(1), word));
      near.sort((one, two) => index.found(two) - index.found(one));
      changed ||= near.length > 0;
      return near.length ? near[0].slice(1) : word;
    });
    const hits = changed ? await english(other) : new Map();
    return hits.size ? { hits, instead: [other.join(" ")], offers: [] } : null;
  }

  async function meant(words, { typing, language, english }) {
    const early = (typing && await completed(words, true)) || (language === "en" && !words.some(isMarked) && await englishFor(words, english));
    if (early) return early;
    const right = await corrected(words);
    if (right.instead.length) return right;
    const late = await parted(words) ?? await unmarked(words);
    if (late?.instead) return late;
    return await completed(words) ?? { offers: [...new Set([...right.offers, ...late?.offers ?? [], ...await parts(words)])].slice(0, OFFERS) };
  }

  /* What might come next, or how the last word may end: whole questions, each of which is answered. */
  async function suggest(words) {
    const last = words.at(-1), before = words.slice(0, -1);
    const ends = before.length ? (await after(before.at(-1))).map(each => each.next).filter(next => leadsTo(last, next)) : await begunWith(last);
    const whole = ends.find(each => agreement(last, each)) ?? ends[0];
    const next = whole ? (await after(whole)).filter(each => each.bound).map(each => `${whole} ${each.next}`) : [];
    const all = new Set([...ends.slice(0, ENDS), ...next].map(ending => [...before, ending].join(" ")));
    all.delete(words.join(" "));
    const told = [...all].slice(0, 6);
    if (before.length < 2) return told; // two words were counted side by side
    const answers = await Promise.all(told.map(each => strict(each.split(" "))));
    return told.filter((_, at) => answers[at].hits.size);
  }

  return {
    suggest,
    forgive: async (words, given) => ({ hits: new Map(), instead: [], offers: [], ...await meant(words, given) }),
  };
}
