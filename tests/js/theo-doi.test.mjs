/* Following a submission by its receipt code or path. */
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import test from "node:test"
import { ROOT, browser, el, later, settled, until } from "./page.mjs"

const WORDS = {
  bits: 3, key: 20,
  editions: [{ id: "2019", levels: [["Cơ sở", "Grassroots"]] }, { id: "2021", levels: [["Tổng Liên đoàn", "Confederation"], ["Tỉnh", "Province"]] }],
  rules: { SK301: ["Đến trễ", "Came late"] },
}
const CODE = "7K3M-9QXT-2V8D", PATH = "submissions/2021/thai-binh/bv-mau/gia-do.md"
const SOUND = [1, "2021-04-05T08:07+07:00", 0, [], 0, [], [], ""]

/* As outputs/tracking.py lays cases down, worked out another way. */
function filed(cases, words = WORDS) {
  const files = { "theo-doi/chu.json": words }
  for (let number = 0; number < 2 ** words.bits; number += 1) files[`theo-doi/${number.toString(16)}.json`] = {}
  for (const [asked, told] of Object.entries(cases)) {
    const hash = createHash("sha256").update(`sangkien:${asked}`).digest("hex")
    const bits = BigInt(`0x${hash}`).toString(2).padStart(256, "0").slice(0, words.bits)
    files[`theo-doi/${parseInt(bits || "0", 2).toString(16)}.json`][hash.slice(0, words.key)] = told
  }
  return files
}

function page(given = {}) {
  const place = el("div", { id: "theo-doi" }), steps = el("div", { id: "buoc" })
  const shown = browser({ files: filed({ [CODE]: SOUND, [PATH]: SOUND }), ...given, body: [place, steps] }).run("theo-doi.js")
  const [field, told] = [place.querySelector("input"), place.querySelector(".sk-told")]
  const answered = () => until(() => !/^(|Đang tìm…|Looking…)$/.test(told.textContent))
  const ask = text => {
    field.value = text
    return place.querySelector("form").fire("submit")
  }
  const said = () => steps.querySelectorAll("li").filter(step => step.className).map(step => [step.className, step.querySelector("strong")?.textContent ?? step.textContent])
  return { ...shown, steps, field, told, ask, answered, said }
}

test("a code is found however it is typed", async () => {
  for (const typed of [CODE, "7k3m9qxt2v8d", " 7k3m 9qxt 2v8d ", "7K3M–9QXT–2V8D"]) {
    const shown = page()
    assert.equal(shown.ask(typed), true)
    await shown.answered()
    assert.equal(shown.told.textContent, "Đã tìm thấy.", typed)
    assert.deepEqual(shown.addresses, [`#${CODE}`])
  }
})

test("letters that look like digits are those digits", async () => {
  const shown = page({ files: filed({ "0111-0000-1111": SOUND }) })
  shown.ask("oilI-OooO-LlIi")
  await shown.answered()
  assert.equal(shown.told.textContent, "Đã tìm thấy.")
})

test("a path is found with a slash before it, spaces around it, and its marks apart from its letters", async () => {
  const path = "submissions/2021/thai-binh/sáng-kiến.md"
  for (const typed of [`/${path}`, ` ${path} `, path.normalize("NFD")]) {
    const shown = page({ files: filed({ [path]: SOUND }) })
    shown.ask(typed)
    await shown.answered()
    assert.equal(shown.told.textContent, "Đã tìm thấy.", typed)
  }
})

test("one look-up reads the words once and one file of cases, the only one where there is one", async () => {
  const shown = page()
  for (const text of [PATH, PATH]) {
    shown.ask(text)
    await shown.answered()
  }
  assert.equal(shown.asked.length, 3)
  assert.equal(shown.asked[0], "theo-doi/chu.json")
  const one = page({ files: filed({ [CODE]: SOUND }, { ...WORDS, bits: 0 }) })
  one.ask(CODE)
  await one.answered()
  assert.deepEqual(one.asked, ["theo-doi/chu.json", "theo-doi/0.json"])
})

async function told(stands, lang = "vi") {
  const shown = page({ lang, files: filed({ [CODE]: stands }), at: `#${CODE}` })
  await shown.answered()
  return shown
}

test("a link to a case shows it at once, and the next one when the address changes", async () => {
  const shown = await told(SOUND)
  assert.equal(shown.told.textContent, "Đã tìm thấy.")
  assert.equal(shown.field.value, CODE)
  shown.location.hash = "#0000-0000-0000"
  shown.window.fire("hashchange")
  await shown.answered()
  assert.match(shown.told.textContent, /^Không tìm thấy/)
  assert.equal(shown.steps.textContent, "")
})

test("what nobody has proposed yet waits, and it is said who proposes", async () => {
  const shown = await told(SOUND)
  assert.deepEqual(shown.said(), [["sk-done", "Đã nhận"], ["sk-done", "Hợp lệ, đúng hạn"], ["sk-waiting", "Chưa được đề nghị"]])
  assert.match(shown.steps.textContent, /08:07 ngày 5\/4\/2021 · kỳ 2021/)
  assert.match((await told(SOUND, "en")).steps.textContent, /08:07 on 5\/4\/2021 · edition 2021/)
})

test("late and unsound are told apart, each code with its words and its page", async () => {
  const late = await told([1, "2021-05-05T08:07+07:00", 1, ["SK301"], 0, [], [], ""], "en")
  assert.deepEqual(late.said()[1], ["sk-stopped", "Late, not considered"])
  assert.equal(late.said().length, 2)
  assert.match(late.steps.textContent, /SK301 Came late/)
  assert.equal(late.steps.querySelector("a").href, `${ROOT}quy-tac/sk301/`)
  assert.deepEqual((await told([1, "2021-05-05T08:07+07:00", 2, ["SK301"], 0, [], [], ""])).said()[1], ["sk-stopped", "Không hợp lệ"])
})

test("every step of one that went all the way, in its order", async () => {
  const shown = await told([1, "2021-04-05T08:07+07:00", 0, [], 1, [[1, 0], [1, 1], [0, 2], [0, 3]], [[0, "Bằng khen", "12/QĐ", "2021-06-01"], [1, "", "", ""]], "sang-kien/2021/gia-do/"])
  assert.deepEqual(shown.said().slice(2), [
    ["sk-waiting", "Đang giải quyết khiếu nại, tranh chấp"],
    ["sk-waiting", "Được đề nghị lên: Tỉnh"], ["sk-waiting", "Được đề nghị lên: Tỉnh"],
    ["sk-done", "Được đề nghị lên: Tổng Liên đoàn"], ["sk-stopped", "Được đề nghị lên: Tổng Liên đoàn"],
    ["sk-done", "Được tôn vinh: Tổng Liên đoàn"], ["sk-done", "Được tôn vinh: Tỉnh"],
    ["sk-done", "Trang của sáng kiến"],
  ])
  assert.match(shown.steps.textContent, /Bằng khen · Quyết định 12\/QĐ, ngày 1\/6\/2021/)
  assert.match(shown.steps.textContent, /đang chờ xét.*dự bị.*được chọn.*không được chọn/)
  assert.equal(shown.steps.querySelector("a").href, `${ROOT}sang-kien/2021/gia-do/`)
})

test("what was honoured without having been proposed waits for nobody", async () => {
  const shown = await told([1, "2021-04-05T08:07+07:00", 0, [], 0, [], [[1, "", "", ""]], ""])
  assert.deepEqual(shown.said().slice(2), [["sk-done", "Được tôn vinh: Tỉnh"]])
})

test("the English page leads to English pages", async () => {
  const shown = await told([...SOUND.slice(0, 7), "sang-kien/2021/gia-do/"], "en")
  assert.equal(shown.steps.querySelector("a").href, `${ROOT}en/sang-kien/2021/gia-do/`)
})

test("what the data says is text, never markup", async () => {
  const shown = await told([1, "2021-04-05T08:07+07:00", 0, [], 0, [], [[0, "<img src=x>", "12", "2021-06-01"]], ""])
  assert.match(shown.steps.textContent, /<img src=x> · Quyết định 12/)
  assert.equal(shown.steps.querySelectorAll("img").length, 0)
})

test("nothing asked, no network and no safe connection have words of their own", async () => {
  for (const [given, text, said] of [
    [{}, "  ", /^Mời nhập/],
    [{ files: {} }, CODE, /^Không tải được dữ liệu/],
    [{ files: {}, lang: "en" }, CODE, /^The data could not be loaded/],
    [{ crypto: {} }, CODE, /https/],
  ]) {
    const shown = page(given)
    shown.ask(text)
    await shown.answered()
    assert.match(shown.told.textContent, said)
  }
})

test("a link that was cut inside a letter finds nothing, and nothing breaks", async () => {
  const shown = page({ at: "#s%C3%A1ng-ki%E1%BA" })
  await shown.answered()
  assert.match(shown.told.textContent, /^Không tìm thấy/)
})

test("who asks again before the answer is there gets the answer to the last question alone", async () => {
  const files = filed({ [CODE]: SOUND }), slow = later(), cases = []
  const shown = page({ files: async path => {
    if (!path.endsWith("chu.json") && cases.push(path) === 1) await slow.promise
    return files[path]
  } })
  shown.ask("0000-0000-0000")
  await until(() => cases.length)
  shown.ask(CODE)
  await shown.answered()
  slow.keep()
  await settled()
  assert.equal(shown.told.textContent, "Đã tìm thấy.")
})
