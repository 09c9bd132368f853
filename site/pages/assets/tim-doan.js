/* The passage of a text in which a hit stands, cut into pieces that are marked or not; must not know how they are drawn. */
import { GAP, ZONES } from "./tim-chi-muc.js";
import { words } from "./tim-chu.js";

const [, PLACE, NAMES, , TEXT] = ZONES;
const BEFORE = 7, AFTER = 22; // words shown around a hit

/* A text as pieces [words, whether they are marked]; its first word stands at `start`. `from` and `to` are places between which it is cut. */
function pieces(text, start, spans, from = -Infinity, to = Infinity) {
  const { found } = words(text);
  const shown = found.filter(word => start + word.place >= from && start + word.place <= to);
  if (!shown.length) return [];
  const isHit = word => spans.some(([place, length]) => start + word.place >= place && start + word.place < place + length);
  const begin = shown[0] === found[0] ? 0 : shown[0].from, end = shown.at(-1) === found.at(-1) ? text.length : shown.at(-1).to;
  const cut = [];
  let at = begin;
  const put = (until, marked) => {
    const piece = text.slice(at, until).replace(/\s+/g, " ");
    if (piece) cut.push([piece, marked]);
    at = until;
  };
  for (let next = 0; next < shown.length; next += 1) {
    if (!isHit(shown[next])) continue;
    put(shown[next].from, false);
    while (next + 1 < shown.length && isHit(shown[next + 1])) next += 1;
    put(shown[next].to, true);
  }
  put(end, false);
  if (begin > 0) cut.unshift(["… ", false]);
  if (end < text.length) cut.push([" …", false]);
  return cut;
}

const isMarked = cut => cut.some(([, marked]) => marked);

/* The part of the texts around the first hit in them; they follow each other as in the index. */
function around(texts, spans) {
  let start = TEXT;
  for (const text of texts) {
    const { length } = words(text);
    const hit = spans.find(([place]) => place >= start && place < start + length);
    if (hit) return pieces(text, start, spans, hit[0] - BEFORE, hit[0] + AFTER);
    start += length + GAP;
  }
  return [];
}

function listed(texts, start, spans) {
  let at = start;
  for (const text of texts) {
    const cut = pieces(text, at, spans);
    if (isMarked(cut)) return cut;
    at += words(text).length + GAP;
  }
  return [];
}

/* The summary, or how the text begins that says what was done. */
const begun = answers => pieces((answers.length > 3 ? answers[0] : answers.at(-2)) ?? answers[0], 0, [], 0, BEFORE + AFTER);

/* Title and place, whole, and the passage that shows the hit, if it stands in text or names; `card` is what the index tells of it. */
export function excerpt(card, hit) {
  const [, title, place, names, , , , , , answers, english] = card;
  const spans = [...hit.spans].sort((one, other) => one[0] - other[0]);
  if (hit.english) {
    const [name = "", summary = ""] = english;
    return { title: pieces(title, 0, []), english: pieces(name, 0, spans), place: pieces(place, 0, []), passage: around([summary], spans) };
  }
  const passage = around(answers, spans);
  return {
    title: pieces(title, 0, spans),
    english: pieces(english[0] ?? "", 0, []),
    place: pieces(place, PLACE, spans),
    passage: [passage, listed(names, NAMES, spans), begun(answers)].find(cut => cut.length) ?? [],
  };
}
