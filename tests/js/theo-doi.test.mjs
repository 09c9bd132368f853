/* Following a submission by its receipt code or path. */
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import test from "node:test"
import { ROOT, browser, el, later, settled, until } from "./page.mjs"

const WORDS = {
  bits: 3, key: 20,
  editions: ["2019", "2021"],
  labels: [["Nhận", "Received"], ["Hợp lệ", "Valid"], ["Tôn vinh", "Honoured"], ["Tiếp theo", "Next"]],
  marks: ["done", "waiting", "stopped", "none"],
}
const CODE = "7K3M-9QXT-2V8D", PATH = "submissions/2021/thai-binh/bv-mau/gia-do.md", ADDRESS = "sang-kien/2021/gia-do/"
const SOUND = { said: [["Nhận", "done", "08:07 ngày 5/4/2021: kịp", "08:07 on 5 April 2021: in time"], ["Hợp lệ", "done", "có", "yes"],
  ["Tôn vinh", "none", "chưa có", "none yet"], ["Tiếp theo", "none", "Chờ tỉnh xét.", "Waits for the province."]] }

/* As outputs/tracking.py lays cases down, worked out another way. */
function filed(cases, words = WORDS) {
  const files = { "theo-doi/chu.json": words }
  for (let number = 0; number < 2 ** words.bits; number += 1) files[`theo-doi/${number.toString(16)}.json`] = { texts: [["khác", "other"]], cases: {} }
  for (const [asked, { said, page = "" }] of Object.entries(cases)) {
    const hash = createHash("sha256").update(`sangkien:${asked}`).digest("hex")
    const bits = BigInt(`0x${hash}`).toString(2).padStart(256, "0").slice(0, words.bits)
    const { texts, cases: held } = files[`theo-doi/${parseInt(bits || "0", 2).toString(16)}.json`]
    held[hash.slice(0, words.key)] = [1, page, ...said.flatMap(([label, mark, vi, en]) => {
      const place = words.labels.findIndex(([name]) => name === label)
      return [place * words.marks.length + words.marks.indexOf(mark), texts.push([vi, en]) - 1]
    })]
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
  const said = () => steps.querySelectorAll("li").map(step => [step.className, step.querySelector("strong").textContent, ...step.querySelectorAll("p").map(line => line.textContent)])
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

test("a path is found however it is pasted, its marks apart from its letters too", async () => {
  const path = "submissions/2021/thai-binh/sáng-kiến.md", forge = "https://forge.example/cong-doan/kho/blob/main/"
  const typed = [`/${path}`, ` ${path} `, path.normalize("NFD"), `“${path}”`, `'${path}',`, path.replaceAll("/", "\\"), path.replace(".md", ""),
    `  --> ${path}:19:14`, `${forge}${path}`, `${forge}${encodeURI(path)}?plain=1#L3`, `git@forge.example:kho/${path}`, `sangkien status ${path}`]
  for (const each of typed) {
    const shown = page({ files: filed({ [path]: SOUND }) })
    shown.ask(each)
    await shown.answered()
    assert.equal(shown.told.textContent, "Đã tìm thấy.", each)
  }
})

test("the page of an innovation and a link to this page lead to the case", async () => {
  const shared = ["https://cong-doan.example/kho/sang-kien/2021/gia-do/", "cong-doan.example/kho/en/sang-kien/2021/gia-do", " <https://a.example/sang-kien/2021/gia-do/#giai-phap>"]
  for (const typed of shared) {
    const shown = page({ files: filed({ [ADDRESS]: SOUND }) })
    shown.ask(typed)
    await shown.answered()
    assert.equal(shown.told.textContent, "Đã tìm thấy.", typed)
  }
  for (const typed of [`https://cong-doan.example/kho/theo-doi/#${CODE}`, `https://a.example/theo-doi/#${encodeURIComponent(PATH)}`, `Biên nhận   mã ${CODE}`, `“${CODE.toLowerCase()}”.`]) {
    const shown = page()
    shown.ask(typed)
    await shown.answered()
    assert.equal(shown.told.textContent, "Đã tìm thấy.", typed)
  }
})

test("what is no code, path or page is looked for as it is, and not found", async () => {
  for (const typed of ["toan viet nama", "7K3M-9QXT-2V8", "constructor", "sang-kien/2021/"]) {
    const shown = page()
    shown.ask(typed)
    await shown.answered()
    assert.match(shown.told.textContent, /^Không tìm thấy/, typed)
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

test("every answer stands under its label, word for word, and what comes next by itself", async () => {
  const shown = await told(SOUND)
  assert.deepEqual(shown.said(), [["sk-done", "Nhận", "08:07 ngày 5/4/2021: kịp"], ["sk-done", "Hợp lệ", "có"], ["sk-none", "Tôn vinh", "chưa có"]])
  const [next] = shown.steps.querySelectorAll("div.sk-next")
  assert.equal(next.textContent, "Tiếp theoChờ tỉnh xét.")
  assert.match(shown.steps.textContent, new RegExp(`^${CODE} · kỳ 2021`))
  const english = await told(SOUND, "en")
  assert.deepEqual(english.said()[0], ["sk-done", "Received", "08:07 on 5 April 2021: in time"])
  assert.match(english.steps.textContent, /edition 2021.*NextWaits for the province\.$/)
})

test("sentences under one label stay together, and the worst of them marks it", async () => {
  const rows = [["Hợp lệ", "done", "có", "yes"], ["Tôn vinh", "done", "Tỉnh: Bằng khen", "x"], ["Tôn vinh", "stopped", "Ngành: đã hủy bỏ", "x"], ["Tôn vinh", "waiting", "chờ", "x"]]
  const shown = await told({ said: rows })
  assert.deepEqual(shown.said()[1], ["sk-stopped", "Tôn vinh", "Tỉnh: Bằng khen", "Ngành: đã hủy bỏ", "chờ"])
  assert.equal(shown.steps.querySelectorAll("div.sk-next").length, 0)
})

test("a rule's code leads to what it means, in the page's language", async () => {
  const late = { said: [["Hợp lệ", "stopped", "không: trễ hạn (SK301)", "no: late (SK301)"]] }
  for (const [lang, way] of [["vi", "vi-sao/#sk301"], ["en", "en/vi-sao/#sk301"]]) {
    const shown = await told(late, lang)
    assert.equal(shown.steps.querySelector("a").href, `${ROOT}${way}`)
    assert.match(shown.said()[0][2], /\(SK301\)$/)
  }
})

test("an innovation with a page is led to, on the English page to the English one", async () => {
  for (const [lang, way] of [["vi", ADDRESS], ["en", `en/${ADDRESS}`]]) {
    const shown = await told({ ...SOUND, page: ADDRESS }, lang)
    assert.equal(shown.steps.querySelector("a").href, `${ROOT}${way}`)
  }
})

test("what the data says is text, never markup", async () => {
  const shown = await told({ said: [["Tôn vinh", "done", "<img src=x>", ""]] })
  assert.match(shown.steps.textContent, /<img src=x>/)
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
