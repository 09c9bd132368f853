/* Vietnamese words as the search compares them; must not know the index. Words, keys and stems are those of outputs/site/search_index.py. */

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const TOKEN = /[\p{L}\p{N}]+|[;:!?|()\n]|\.(?=\s|$)/gu;

/* Words of a text in lower case: where each begins and ends, and its place; after some signs no phrase goes on, so they have a place of
   their own. */
export function words(text) {
  const found = [];
  let place = 0;
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0].toLowerCase();
    if (/[\p{L}\p{N}]/u.test(word)) found.push({ word, place, from: match.index, to: match.index + match[0].length });
    place += 1;
  }
  return { found, length: place };
}

/* What somebody asks for, as words. */
export const asked = text => words(text.normalize("NFC")).found.map(each => each.word).slice(0, 24);

const STROKES = { đ: "d", ð: "d", ɖ: "d" };
const kept = new Map();
const remembered = (word, make) => kept.get(word) ?? (kept.set(word, make()), kept.get(word));

/* Schools write lí and kĩ, others lý and kỹ. */
const plain = letters => letters.replace(/^(h|k|l|m|s|t|qu)y$/, "$1i");

/* The letters without marks: the key of a word. */
const unmarked = word => word.replace(/[đðɖ]/g, letter => STROKES[letter]).normalize("NFD").replace(/\p{M}/gu, "");
export const bare = word => remembered(`b${word}`, () => plain(unmarked(word)));

/* The word with its tone after its letters: which vowel carries it is a matter of style, and ưo is a slip of ươ. */
export const spelled = word => remembered(`s${word}`, () => {
  const apart = word.normalize("NFD");
  return plain(apart.replace(TONES, "").normalize("NFC").replace("ưo", "ươ")) + (apart.match(TONES) ?? []).join("");
});

const toneless = word => word.normalize("NFD").replace(TONES, "").normalize("NFC");
export const isMarked = word => unmarked(word) !== word;

/* How well a spelling answers to what was typed: 2 the same, 1 what was left unmarked has marks, 0 not at all. */
export function agreement(typed, spelling) {
  if (spelled(typed) === spelled(spelling)) return 2;
  if (bare(typed) !== bare(spelling)) return 0;
  if (!isMarked(typed)) return 1;
  return typed[0] === "đ" && spelling[0] === "đ" && !isMarked(typed.slice(1)) ? 1 : 0; // who types đ alone may leave out the marks
}

/* Whether typing could go on from these letters to that spelling: marks come late on a keyboard, and tones last. */
export function leadsTo(typed, spelling) {
  if (!bare(spelling).startsWith(bare(typed))) return false;
  if (!isMarked(typed)) return true;
  const soFar = [...toneless(typed)], whole = [...toneless(spelling)];
  const tone = typed.normalize("NFD").match(TONES);
  if (tone && !spelling.normalize("NFD").includes(tone[0])) return false;
  return soFar.every((letter, at) => letter === whole[at] || (at > 0 && bare(letter) === letter && bare(whole[at]) === letter));
}

/* Whether one letter more, less, other or two in exchange make one word of the other. */
export function isNear(one, other) {
  const longer = one.length - other.length;
  if (longer > 1 || longer < -1) return false;
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  if (longer > 0) return one.slice(at + 1) === other.slice(at);
  if (longer < 0) return one.slice(at) === other.slice(at + 1);
  return one.slice(at + 1) === other.slice(at + 1) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2));
}

const BEGIN = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(" ");
const RHYME = new Set(("a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu"
  + " o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong op ot u ua uan uang uat uau uay uc ue uech uen uenh"
  + " ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yeng yet yeu").split(" "));

/* Whether a word could be a Vietnamese syllable, whatever its marks. */
export function isSyllable(word) {
  const letters = bare(word);
  return RHYME.has(letters) || BEGIN.some(begin => letters.startsWith(begin) && RHYME.has(letters.slice(begin.length)));
}

/* Whether two words differ in nothing but hỏi for ngã, or i for y: the slips that are heard by nobody. */
export const isSlip = (one, other) => {
  const heard = word => spelled(word).replace("\u0303", "\u0309").replaceAll("y", "i");
  return spelled(one) !== spelled(other) && heard(one) === heard(other);
};

const EMPTY = new Set("a an and are at by for from in into is it of on or the this to with".split(" "));

/* English words without the endings of plurals, and without those that say nothing. */
export function stems(asked) {
  const telling = asked.filter(word => !EMPTY.has(word));
  return (telling.length ? telling : asked).map(word => {
    if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    if (word.length > 4 && /(?:ches|shes|sses|xes)$/.test(word)) return word.slice(0, -2);
    return word.length > 3 && /[^siu]s$/.test(word) ? word.slice(0, -1) : word;
  });
}
