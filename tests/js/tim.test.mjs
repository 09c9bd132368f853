/* The search for honoured innovations. */
import assert from "node:assert/strict"
import test from "node:test"
import { ROOT, browser, el, later, settled, until } from "./page.mjs"

const FACETS = [
  { id: "cap", vi: "Cấp", en: "Level", values: [["tinh", "Tỉnh", "Province", 2], ["co-so", "Cơ sở", "Grassroots", 1234]] },
  { id: "linh-vuc", vi: "Lĩnh vực", en: "Field", values: [["y-te", "Y tế", "Health", 3], ["san-xuat", "Sản xuất", "Production", 4]] },
  { id: "nam", vi: "Năm", en: "Year", values: [["2021", "2021", "2021", 5]] },
]

/* An engine that finds what it is told to find, and remembers what it was asked. */
function engine(found = {}, counts = {}) {
  const asked = []
  const result = (id, meta) => ({ id, data: async () => ({ url: `/sang-kien/2021/${id}.html`, meta: { title: id, "linh-vuc": "y-te", ...meta } }) })
  const search = async (words, given) => {
    asked.push(structuredClone({ words, ...given }))
    const ids = found[words ?? ""] ?? []
    return { results: ids.map(each => result(...[each].flat())), ...counts }
  }
  return { asked, module: { options: async () => {}, init: async () => {}, filters: async () => { asked.push("filters") }, search } }
}

async function page(given = {}) {
  const made = given.with ?? engine()
  const place = el("div", { id: "tim" }), results = el("div", { id: "ket-qua" }, "Danh sách đầy đủ")
  const shown = browser({ files: { "sang-kien/chu.json": FACETS }, wide: false, engine: made.module, ...given, body: [place, results] }).run("tim.js")
  await until(() => place.querySelector(".sk-told") || place.hidden)
  const told = place.querySelector(".sk-told"), input = id => place.querySelectorAll("").find(each => each.id === id)
  const box = (facet, value) => place.querySelectorAll("input").find(each => each.name === facet && each.value === value)
  const count = (facet, value) => box(facet, value).parentElement.querySelector(".sk-count").textContent
  const typed = text => {
    input("tim-chu").value = text
    input("tim-chu").fire("input")
    shown.timers.at(-1).run()
  }
  const ticked = (facet, value, on = true) => {
    box(facet, value).checked = on
    box(facet, value).fire("change")
  }
  const titles = () => results.querySelectorAll("h3").map(each => each.textContent)
  const answered = words => until(() => told.textContent === words)
  return { ...shown, place, results, told, input, box, count, typed, ticked, titles, answered, queries: made.asked }
}

test("nothing is loaded, and the plain list stands, until somebody asks", async () => {
  const shown = await page()
  assert.deepEqual(shown.asked, ["sang-kien/chu.json"])
  assert.equal(shown.results.textContent, "Danh sách đầy đủ")
  assert.deepEqual([shown.count("cap", "tinh"), shown.count("cap", "co-so")], ["2", "1.234"])
  assert.equal((await page({ lang: "en" })).count("cap", "co-so"), "1,234")
})

test("a facet of one value is not offered, and each says its names in the page's language", async () => {
  const summaries = async lang => (await page({ lang })).place.querySelectorAll("summary").map(each => each.textContent.trim())
  assert.deepEqual(await summaries("vi"), ["Lọc và xếp thứ tự", "Cấp", "Lĩnh vực"])
  assert.deepEqual(await summaries("en"), ["Filter and sort", "Level", "Field"])
})

test("an address shows what it asks for, and nothing that is not there to be chosen", async () => {
  const shown = await page({ at: "sang-kien/?q=xe%20%C4%91%E1%BA%A9y&cap=tinh&cap=x&linh-vuc=y-te&khop=moi&xep=loi", with: engine({ "xe đẩy": ["a"] }) })
  await shown.answered("1 sáng kiến")
  assert.equal(shown.input("tim-chu").value, "xe đẩy")
  assert.deepEqual([shown.box("cap", "tinh").checked, shown.box("cap", "co-so").checked, shown.box("linh-vuc", "y-te").checked], [true, false, true])
  assert.deepEqual([shown.input("tim-xep").value, shown.input("tim-khop").value], ["loi", "moi"])
  assert.deepEqual(shown.queries, ["filters", { words: "xe đẩy", filters: { cap: { all: ["tinh"] }, "linh-vuc": { all: ["y-te"] } }, sort: { loi: "desc" } }])
  assert.match(shown.place.textContent, /Cấp \(1 đã chọn\)/)
})

test("an order that there is not is none", async () => {
  for (const order of ["nhanh", "constructor"]) {
    const shown = await page({ at: `?xep=${order}` })
    await settled()
    assert.deepEqual([shown.input("tim-xep").value, shown.queries], ["", []])
  }
})

test("what is asked stands in the address, and is gone from it when it is cleared", async () => {
  const shown = await page({ at: "sang-kien/", with: engine({ "": ["a"], "xe": ["a"] }) })
  shown.typed(" xe ")
  shown.ticked("cap", "co-so")
  shown.input("tim-xep").value = "moi"
  shown.input("tim-xep").fire("change")
  shown.input("tim-khop").value = "moi"
  shown.input("tim-khop").fire("change")
  shown.place.querySelector(".sk-clear").fire("click")
  const asked = ["?q=xe", "?q=xe&cap=co-so", "?q=xe&cap=co-so&xep=moi", "?q=xe&cap=co-so&khop=moi&xep=moi"]
  assert.deepEqual(shown.addresses, [...asked, "/kho/sang-kien/"])
  await until(() => shown.results.textContent === "Danh sách đầy đủ")
  assert.equal(shown.box("cap", "co-so").checked, false)
  assert.equal(shown.input("tim-chu").focused, true)
})

test("any of what is chosen in a facet is enough, unless all is asked for", async () => {
  const shown = await page({ with: engine({ "": ["a", "b"] }) })
  shown.ticked("cap", "tinh")
  shown.ticked("cap", "co-so")
  await shown.answered("2 sáng kiến")
  assert.deepEqual(shown.queries.at(-1), { words: null, filters: { cap: { any: ["tinh", "co-so"] } } })
})

test("each order is asked of the engine", async () => {
  for (const [chosen, sort] of [["loi", { loi: "desc" }], ["moi", { ngay: "desc" }], ["cu", { ngay: "asc" }]]) {
    const shown = await page({ with: engine({ "": ["a"] }) })
    shown.input("tim-xep").value = chosen
    shown.input("tim-xep").fire("change")
    await shown.answered("1 sáng kiến")
    assert.deepEqual(shown.queries.at(-1), { words: null, filters: {}, sort })
  }
})

test("where the syllables stand side by side comes first, and the rest keeps its order", async () => {
  const shown = await page({ with: engine({ 'xe "đẩy': ["a", "b", "c", "d"], '"xe đẩy"': ["c", "b"] }) })
  shown.typed('xe "đẩy')
  await shown.answered("4 sáng kiến")
  assert.deepEqual(shown.titles(), ["b", "c", "a", "d"])
})

test("an order that was asked for is not changed", async () => {
  const shown = await page({ at: "?q=xe+đẩy&xep=cu", with: engine({ "xe đẩy": ["a", "b"], '"xe đẩy"': ["b"] }) })
  await shown.answered("2 sáng kiến")
  assert.deepEqual(shown.titles(), ["a", "b"])
})

test("every value tells how many it would leave: of its own facet as if nothing were chosen there", async () => {
  const counts = { filters: { cap: { tinh: 1 }, "linh-vuc": { "y-te": 1000 } }, totalFilters: { cap: { tinh: 7, "co-so": 8 }, "linh-vuc": { "y-te": 9 } } }
  const shown = await page({ at: "?cap=tinh", with: engine({ "": ["a"] }, counts) })
  await shown.answered("1 sáng kiến")
  const all = [["cap", "tinh"], ["cap", "co-so"], ["linh-vuc", "y-te"], ["linh-vuc", "san-xuat"]]
  assert.deepEqual(all.map(each => shown.count(...each)), ["7", "8", "1.000", "0"])
  shown.input("tim-khop").value = "moi"
  shown.input("tim-khop").fire("change")
  await until(() => shown.count("cap", "tinh") === "1")
  assert.equal(shown.count("cap", "co-so"), "0")
})

test("twenty-four at a time, and no offer of more when all are there", async () => {
  const shown = await page({ at: "?q=xe", with: engine({ xe: Array.from({ length: 50 }, (_, number) => `s${number}`) }) })
  await shown.answered("50 sáng kiến")
  const more = shown.results.querySelector(".md-button")
  for (const [many, hidden] of [[24, false], [48, false], [50, true]]) {
    await until(() => shown.titles().length === many)
    assert.equal(more.hidden, hidden)
    more.fire("click")
  }
})

test("a card leads to the page and says who honoured it, where it is from and what it is about", async () => {
  const found = [["gia-do", { cap: "tinh|co-so", khen: "Bằng khen|Biểu dương", "don-vi": "Bệnh viện <b>" }], ["kin", { "linh-vuc": undefined }]]
  for (const [lang, root, about, secret] of [["vi", ROOT, "Y tế", "Bí mật công nghệ"], ["en", `${ROOT}en/`, "Health", "Technological secret"]]) {
    const shown = await page({ lang, at: "?q=xe", with: engine({ xe: found }) })
    await until(() => shown.titles().length === 2)
    const [card, other] = shown.results.querySelectorAll(".sk-card"), link = card.querySelector("a")
    assert.deepEqual([link.href, link.lang], [`${root}sang-kien/2021/gia-do/`, lang === "en" ? "vi" : ""])
    assert.deepEqual(card.querySelectorAll(".sk-level").map(each => [each.className, each.textContent]), [["sk-level sk-tinh", "Bằng khen"], ["sk-level sk-co-so", "Biểu dương"]])
    assert.equal(card.querySelector(".sk-unit").textContent, "Bệnh viện <b>")
    assert.deepEqual([card, other].map(each => each.querySelector(".sk-field").textContent), [about, secret])
    assert.equal(other.querySelector(".sk-unit"), null)
  }
})

test("one is one in English, and nothing has advice", async () => {
  const english = await page({ lang: "en", at: "?q=a", with: engine({ a: ["x"] }) })
  await english.answered("1 innovation")
  const none = await page({ at: "?q=a" })
  await until(() => none.told.textContent.startsWith("Không tìm thấy bài nào."))
})

test("without the list of facets the page is as it was; without the engine it says what still works", async () => {
  const plain = await page({ files: async () => { throw new Error("no network") } })
  assert.equal(plain.place.hidden, true)
  const broken = await page({ at: "?q=xe", engine: undefined })
  await until(() => broken.told.textContent.startsWith("Không tải được phần tìm kiếm."))
  assert.equal(broken.results.textContent, "Danh sách đầy đủ")
})

test("who types on gets the answer to the last words alone", async () => {
  const slow = later(), made = engine({ xe: ["cu"], "xe đạp": ["moi"] }), search = made.module.search
  made.module.search = async (words, given) => {
    if (words === "xe") await slow.promise
    return { ...await search(words, given), filters: { cap: { tinh: words.length } } }
  }
  const shown = await page({ with: made })
  shown.typed("xe")
  shown.typed("xe đạp")
  await until(() => shown.titles().length)
  slow.keep()
  await until(() => shown.queries.some(each => each.words === "xe"))
  await settled()
  assert.deepEqual([shown.titles(), shown.count("cap", "tinh")], [["moi"], "6"])
  assert.equal(shown.told.textContent, "1 sáng kiến")
})

test("back and forward show what stood there", async () => {
  const shown = await page({ with: engine({ xe: ["a"] }) })
  shown.location.search = "?q=xe"
  shown.window.fire("popstate")
  await shown.answered("1 sáng kiến")
  assert.equal(shown.input("tim-chu").value, "xe")
})

test("what every value would leave is counted only once somebody opens the filters", async () => {
  const shown = await page({ at: "?q=xe", with: engine({ xe: ["a"] }) })
  await shown.answered("1 sáng kiến")
  assert.ok(!shown.queries.includes("filters"))
  const filters = shown.place.querySelector(".sk-narrow")
  filters.open = true
  filters.fire("toggle")
  await until(() => shown.queries.includes("filters"))
})
