/* Vietnamese words as the search compares them. */
import assert from "node:assert/strict"
import test from "node:test"
import { agreement, asked, bare, isMarked, isNear, isSlip, isSyllable, leadsTo, spelled, stems, words } from "../../site/pages/assets/tim-chu.js"

test("words have places, and after some signs no phrase goes on", () => {
  const places = text => words(text).found.map(({ word, place }) => [word, place])
  assert.deepEqual(places("Xe, đẩy. Bình 1.200"), [["xe", 0], ["đẩy", 1], ["bình", 3], ["1", 4], ["200", 5]])
  assert.equal(words("a (b)").length, 4)
  assert.deepEqual(asked("  XE\u0301 e\u0302 ?! "), ["xé", "ê"])
})

test("a spelling agrees where what was typed agrees: marks and đ are kept, what is left out is open", () => {
  const cases = [["duoc", "được", 1], ["dược", "được", 0], ["được", "được", 2], ["đuoc", "được", 1], ["đuoc", "dược", 0], ["hoá", "hóa", 2], ["hoa", "hóa", 1],
    ["gía", "giá", 2], ["kỹ", "kĩ", 2], ["ngưòi", "người", 2], ["quý", "quí", 2], ["y", "i", 0], ["te", "tea", 0], ["đong", "đống", 1], ["đông", "đống", 0]]
  for (const [typed, spelling, expected] of cases) assert.equal(agreement(typed, spelling), expected, `${typed} ${spelling}`)
  assert.deepEqual(["xe", "ky", "đi", "é"].map(isMarked), [false, false, true, true])
  assert.deepEqual([bare("Đẩy".toLowerCase()), bare("lý"), spelled("hòa") === spelled("hoà")], ["day", "li", true])
})

test("typing leads from letters to words, marks last", () => {
  const cases = [["vi", "viện", true], ["viê", "viện", true], ["việ", "viện", true], ["viế", "viện", false], ["đo", "đóng", true], ["đo", "dòng", false], ["do", "đóng", true], ["x", "sấy", false]]
  for (const [typed, spelling, expected] of cases) assert.equal(leadsTo(typed, spelling), expected, `${typed} ${spelling}`)
})

test("one slip of the hand is near, two are not", () => {
  const cases = [["oxy", "oxy", true], ["khaon", "khoan", true], ["oxyy", "oxy", true], ["ox", "oxy", true], ["axy", "oxy", true], ["abc", "oxy", false], ["o", "oxy", false]]
  for (const [one, other, expected] of cases) assert.equal(isNear(one, other), expected, `${one} ${other}`)
  assert.deepEqual([isSlip("cữa", "cửa"), isSlip("oxi", "oxy"), isSlip("cứa", "cửa"), isSlip("cửa", "cửa")], [true, true, false, false])
})

test("a Vietnamese syllable is told from what is none", () => {
  assert.deepEqual(["nghiêng", "quạt", "giá", "xèo", "oxy", "truyềnn", "bnh", "y"].map(isSyllable), [true, true, true, true, false, false, false, true])
})

test("English words lose their plural and what says nothing", () => {
  assert.deepEqual(stems(["the", "batteries", "in", "boxes", "of", "glass", "carts", "gas"]), ["battery", "box", "glass", "cart", "gas"])
  assert.deepEqual(stems(["the"]), ["the"])
})
