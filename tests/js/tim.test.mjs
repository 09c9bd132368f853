/* The page that searches: what it asks of the search, and what it makes of the answer. */
import assert from "node:assert/strict"
import { gzipSync } from "node:zlib"
import test from "node:test"
import { ROOT, browser, el, later, settled, until } from "./page.mjs"

const FACETS = [
  { id: "cap", vi: "Cấp", en: "Level", several: true, values: [["tinh", "Tỉnh", "Province", 2], ["co-so", "Cơ sở", "Grassroots", 1234]] },
  { id: "linh-vuc", vi: "Lĩnh vực", en: "Field", several: false, values: [["y-te", "Y tế", "Health", 3], ["san-xuat", "Sản xuất", "Production", 4]] },
  { id: "nam", vi: "Năm", en: "Year", several: false, values: [["2021", "2021", "2021", 5]] },
]
const NOTHING = { hits: [], scattered: [], strong: false, instead: [], offers: [] }

/* What the index tells of a document. */
const card = (title, more = {}) => {
  const told = { place: "Bệnh viện <b>", awards: [["tinh", "Bằng khen"]], field: "y-te", decided: "2021-05-09", received: "2021-04-20", benefit: 1200000, english: [], ...more }
  return [`2021/${title}`, title, told.place, [], told.awards, told.field, told.decided, told.received, told.benefit, ["…"], told.english]
}

/* A search that finds what it is told to find, and remembers what it was asked. `found`: by words, titles or a whole answer. */
function engine(found = {}, given = {}) {
  const asked = [], cards = []
  const hits = (titles = []) => titles.map(each => {
    cards.push(Array.isArray(each) ? each : card(each))
    return { id: cards.length - 1, score: 1, spans: [] }
  })
  const load = async read => ({
    find: async (words, how) => {
      asked.push({ words, ...structuredClone(how) })
      const answer = Array.isArray(found[words]) ? { hits: found[words] } : found[words] ?? {}
      return { ...NOTHING, ...answer, hits: hits(answer.hits), scattered: hits(answer.scattered) }
    },
    narrow: async (all, state) => {
      asked.push(JSON.parse(JSON.stringify({ ...state, words: undefined, sort: undefined, chosen: [...state.chosen].filter(each => each[1].length).map(each => each.flat()) })))
      return (all ?? hits(found[""])).filter(hit => !given.drops?.(cards[hit.id][1], state))
    },
    counts: async () => new Map(FACETS.map(facet => [facet.id, new Map(facet.values.map(([id]) => [id, given.counts?.[id] ?? 0]))])),
    sorted: async (all, order) => { asked.push({ order }); return all },
    cards: async ids => ids.map(id => cards[id]),
    excerpt: ([, title, place], hit) => ({ title: [[title, false]], english: [["English name", false]], place: [[place, false]], passage: given.passage ?? [], hit }),
    suggest: async words => given.suggests?.[words] ?? [],
    read,
  })
  return { asked, module: { load } }
}

async function page(given = {}) {
  const made = given.with ?? engine()
  const place = el("div", { id: "tim" }), aside = el("div", { id: "loc" }), results = el("div", { id: "ket-qua" }, "Danh sách đầy đủ")
  const other = el("a", { class: "sk-other" })
  other.href = "../en/sang-kien/"
  const files = { "sang-kien/chu.json": { facets: FACETS, hints: ["bình oxy", "hồ sơ"] } }
  const shown = browser({ files, wide: false, engine: made.module, ...given, body: [other, place, aside, results] }).run("tim.js")
  await until(() => place.querySelector(".sk-told") || place.hidden)
  const told = place.querySelector(".sk-told"), input = id => shown.page.querySelectorAll("").find(each => each.id === id)
  const box = (facet, value) => shown.page.querySelectorAll("input").find(each => each.name === facet && each.value === value)
  const count = (facet, value) => box(facet, value).parentElement.querySelector(".sk-count").textContent
  const typed = text => {
    input("tim-chu").value = text
    input("tim-chu").fire("input")
    shown.timers.at(-1).run()
  }
  const sent = text => {
    input("tim-chu").value = text
    return place.querySelector("form").fire("submit")
  }
  const ticked = (facet, value, on = true) => {
    box(facet, value).checked = on
    box(facet, value).fire("change")
  }
  const chosen = (id, value) => {
    input(id).value = value
    input(id).fire("change")
  }
  const titles = () => results.querySelectorAll("h3").map(each => each.textContent)
  const answered = words => until(() => told.textContent === words)
  return { ...shown, place, aside, results, other, told, input, box, count, typed, sent, ticked, chosen, titles, answered, queries: made.asked }
}

test("nothing is loaded, and the plain list stands, until somebody asks", async () => {
  const shown = await page()
  assert.deepEqual(shown.asked, ["sang-kien/chu.json"])
  assert.equal(shown.results.textContent, "Danh sách đầy đủ")
  assert.deepEqual([shown.count("cap", "tinh"), shown.count("cap", "co-so")], ["2", "1.234"])
  assert.equal((await page({ lang: "en" })).count("cap", "co-so"), "1,234")
})

test("a facet of one value is not offered, and each says its names in the page's language", async () => {
  const summaries = async lang => (await page({ lang })).aside.querySelectorAll("summary").map(each => each.textContent.trim())
  assert.deepEqual(await summaries("vi"), ["Cấp", "Lĩnh vực"])
  assert.deepEqual(await summaries("en"), ["Level", "Field"])
})

test("words to try are words that are found, and a click asks for them", async () => {
  const shown = await page({ with: engine({ "hồ sơ": ["a"] }) })
  const hints = shown.place.querySelector(".sk-hints").querySelectorAll("button")
  assert.deepEqual(hints.map(each => each.textContent), ["bình oxy", "hồ sơ"])
  assert.equal(shown.input("tim-chu").placeholder, "Ví dụ: bình oxy")
  hints[1].click()
  await shown.answered("1 sáng kiến")
  assert.deepEqual(shown.queries[0], { words: "hồ sơ", typing: false, language: "vi" })
  assert.equal(shown.place.querySelector(".sk-hints").hidden, true)
})

test("an address shows what it asks for, and nothing that is not there to be chosen", async () => {
  const at = "sang-kien/?q=xe%20%C4%91%E1%BA%A9y&cap=tinh&cap=x&linh-vuc=y-te&khop=moi&giua=mot&xep=loi"
  const shown = await page({ at, with: engine({ "xe đẩy": ["a"] }) })
  await shown.answered("1 sáng kiến")
  assert.equal(shown.input("tim-chu").value, "xe đẩy")
  assert.deepEqual([shown.box("cap", "tinh").checked, shown.box("cap", "co-so").checked, shown.box("linh-vuc", "y-te").checked], [true, false, true])
  assert.deepEqual(["tim-xep", "tim-khop", "tim-giua"].map(id => shown.input(id).value), ["loi", "1", "1"])
  assert.deepEqual(shown.queries.find(each => each.chosen), { chosen: [["cap", "tinh"], ["linh-vuc", "y-te"]], all: true, either: true })
  assert.ok(shown.queries.some(each => each.order === "loi"))
  assert.match(shown.aside.textContent, /Cấp \(đã chọn 1\)/)
})

test("an order that there is not is none", async () => {
  for (const order of ["nhanh", "constructor"]) {
    const shown = await page({ at: `?xep=${order}` })
    await settled()
    assert.deepEqual([shown.input("tim-xep").value, shown.queries], ["", []])
  }
})

test("what is asked stands in the address; each choice is a step back, what is typed meanwhile is not", async () => {
  const shown = await page({ at: "sang-kien/", with: engine({ "": ["a"], x: ["a"], xe: ["a"] }) })
  shown.typed(" x ")
  shown.typed(" xe ")
  shown.ticked("cap", "co-so")
  shown.chosen("tim-xep", "moi")
  shown.chosen("tim-khop", "1")
  shown.chosen("tim-giua", "1")
  shown.aside.querySelector(".sk-clear").click()
  const asked = ["+?q=x", "?q=xe", "+?q=xe&cap=co-so", "+?q=xe&cap=co-so&xep=moi", "+?q=xe&cap=co-so&khop=moi&xep=moi"]
  assert.deepEqual(shown.addresses, [...asked, "+?q=xe&cap=co-so&khop=moi&giua=mot&xep=moi", "+?q=xe&xep=moi"])
  assert.equal(shown.box("cap", "co-so").checked, false)
})

test("the other language asks the same", async () => {
  const shown = await page({ at: "sang-kien/", with: engine({ xe: ["a"] }) })
  shown.sent("xe")
  await shown.answered("1 sáng kiến")
  assert.equal(shown.other.href, "../en/sang-kien/?q=xe")
  shown.sent("")
  await until(() => shown.results.textContent === "Danh sách đầy đủ")
  assert.equal(shown.other.href, "../en/sang-kien/")
})

test("every value tells how many it would leave, and what would leave nothing is pale", async () => {
  const shown = await page({ at: "?cap=tinh", with: engine({ "": ["a"] }, { counts: { tinh: 7, "y-te": 1000 } }) })
  await shown.answered("1 sáng kiến")
  const all = [["cap", "tinh"], ["cap", "co-so"], ["linh-vuc", "y-te"], ["linh-vuc", "san-xuat"]]
  assert.deepEqual(all.map(each => shown.count(...each)), ["7", "0", "1.000", "0"])
  assert.deepEqual(all.map(each => shown.box(...each).parentElement.classList.contains("sk-none")), [false, true, false, true])
})

test("what is chosen stands above the results, and a click takes it away", async () => {
  const shown = await page({ at: "?cap=tinh&linh-vuc=y-te", with: engine({ "": ["a"] }) })
  await shown.answered("1 sáng kiến")
  const chips = shown.place.querySelector(".sk-chosen").querySelectorAll("button")
  assert.deepEqual(chips.map(each => each.getAttribute("aria-label")), ["Bỏ chọn: Tỉnh", "Bỏ chọn: Y tế"])
  assert.equal(shown.place.querySelector(".sk-open").textContent, "Lọc (2)")
  chips[0].click()
  await until(() => shown.addresses.length)
  assert.deepEqual(shown.addresses, ["+?linh-vuc=y-te"])
})

test("on a phone the filters come in a sheet, and go back to their place when it is closed", async () => {
  const shown = await page({ with: engine({ "": ["a"] }) })
  const sheet = shown.place.querySelector("dialog"), panel = shown.aside.querySelector(".sk-facets")
  shown.place.querySelector(".sk-open").click()
  assert.deepEqual([sheet.open, sheet.querySelector(".sk-facets") === panel, shown.aside.querySelector(".sk-facets")], [true, true, null])
  shown.ticked("cap", "tinh")
  await shown.answered("1 sáng kiến")
  assert.equal(sheet.querySelector(".sk-sheet-foot").textContent, "Xem 1 sáng kiến")
  sheet.querySelector(".sk-close").click()
  assert.deepEqual([sheet.open, shown.aside.querySelector(".sk-facets") === panel], [false, true])
})

test("twelve at a time, and no offer of more when all are there", async () => {
  const shown = await page({ at: "?q=xe", with: engine({ xe: Array.from({ length: 30 }, (_, number) => `s${number}`) }) })
  await shown.answered("30 sáng kiến")
  const more = shown.results.querySelector(".md-button")
  for (const [many, hidden] of [[12, false], [24, false], [30, true]]) {
    await until(() => shown.titles().length === many)
    assert.equal(more.hidden, hidden)
    more.click()
  }
})

test("a card leads to the page and says who honoured it, where it is from and what it is about", async () => {
  const found = [card("gia-do", { awards: [["tinh", "Bằng khen"], ["co-so", "Biểu dương"]] }), card("kin", { field: "", decided: "", place: "" })]
  for (const [lang, root, about, secret] of [["vi", ROOT, "Y tế", "Bí mật công nghệ"], ["en", `${ROOT}en/`, "Health", "Technological secret"]]) {
    const shown = await page({ lang, at: "?q=xe", with: engine({ xe: found }) })
    await until(() => shown.titles().length === 2)
    const [one, secretOne] = shown.results.querySelectorAll(".sk-card"), link = one.querySelector("a")
    assert.deepEqual([link.href, link.lang], [`${root}sang-kien/2021/gia-do/`, lang === "en" ? "vi" : ""])
    assert.deepEqual(one.querySelectorAll(".sk-level").map(each => [each.className, each.textContent]), [["sk-level sk-tinh", "Bằng khen"], ["sk-level sk-co-so", "Biểu dương"]])
    assert.equal(one.querySelector(".sk-unit").textContent, "Bệnh viện <b>")
    assert.deepEqual([one, secretOne].map(each => each.querySelector(".sk-field").textContent), [about, secret])
    assert.equal(one.querySelector(".sk-when").textContent, lang === "en" ? "Honoured 9/5/2021" : "Vinh danh 9/5/2021")
    assert.deepEqual([secretOne.querySelector(".sk-when"), secretOne.querySelector(".sk-of-secret") !== null], [null, true])
  }
})

test("a card shows what it is sorted by", async () => {
  const facts = async (order, more) => {
    const shown = await page({ at: `?q=xe&xep=${order}`, with: engine({ xe: [card("a", more)] }) })
    await shown.answered("1 sáng kiến")
    return shown.results.querySelector(".sk-when").textContent
  }
  assert.equal(await facts("loi"), "Làm lợi 1.200.000 đồng/năm (tự khai)")
  assert.equal(await facts("loi", { benefit: null }), "Không tính bằng tiền")
  for (const order of ["moi", "cu"]) assert.equal(await facts(order), "Vinh danh 9/5/2021 · nhận 20/4/2021")
})

test("an English page shows the English name where there is one", async () => {
  const shown = await page({ lang: "en", at: "?q=stand", with: engine({ stand: [card("a", { english: ["English name", "…"] })] }) })
  await shown.answered("1 innovation")
  assert.deepEqual([shown.titles(), shown.results.querySelector("a").lang], [["English name"], ""])
})

test("a passage marks the words by text alone", async () => {
  const passage = [["xe ", false], ["<b>", true], [" đi", false]]
  const shown = await page({ at: "?q=xe", with: engine({ xe: ["a"] }, { passage }) })
  await shown.answered("1 sáng kiến")
  const told = shown.results.querySelector(".sk-passage")
  assert.deepEqual([told.textContent, told.querySelector("mark").textContent], ["xe <b> đi", "<b>"])
})

test("one is one in English, and nothing is said kindly, with a question that can be clicked", async () => {
  const english = await page({ lang: "en", at: "?q=a", with: engine({ a: ["x"] }) })
  await english.answered("1 innovation")
  const none = await page({ at: "?q=xe", with: engine({ xe: { offers: ["xe đẩy"] }, "xe đẩy": ["a"] }) })
  await none.answered("Không có bài nào")
  assert.match(none.results.textContent, /Chưa có sáng kiến nào viết về “xe”/)
  assert.match(none.results.querySelector(".sk-meant").textContent, /^Ý bạn là: xe đẩy \?/)
  none.results.querySelector(".sk-meant").querySelector("button").click()
  await none.answered("1 sáng kiến")
  assert.equal(none.input("tim-chu").value, "xe đẩy")
})

test("what was looked for instead is said", async () => {
  const shown = await page({ at: "?q=xe%20d%E1%BA%A9y", with: engine({ "xe dẩy": { hits: ["a"], instead: ["xe đẩy"] } }) })
  await shown.answered("1 sáng kiến")
  assert.equal(shown.results.querySelector(".sk-instead").textContent, "Kết quả cho xe đẩy; chưa có bài nào viết “xe dẩy”.")
})

test("what only has the words somewhere is a folded list of its own, unfolded where whole words are in it", async () => {
  const shown = await page({ at: "?q=a", with: engine({ a: { hits: ["x"], scattered: ["y", "z"] } }) })
  await shown.answered("1 sáng kiến")
  const fold = shown.results.querySelector(".sk-scattered")
  assert.match(fold.textContent, /^Các bài có đủ các chữ này ở những chỗ khác nhau 2/)
  assert.deepEqual([shown.titles(), fold.open], [["x"], false])
  fold.open = true
  fold.fire("toggle")
  await until(() => shown.titles().length === 3)
  const strong = await page({ at: "?q=a", with: engine({ a: { scattered: ["y"], strong: true } }) })
  await strong.answered("Không có đúng cụm từ này")
  assert.match(strong.results.querySelector(".sk-nothing").textContent, /^Chưa có bài nào viết liền nhau “a”/)
  assert.deepEqual([strong.titles(), strong.results.querySelector(".sk-scattered").open], [["y"], true])
})

test("where filters alone stand in the way, that is said, and they can be dropped", async () => {
  const shown = await page({ at: "?q=a&cap=tinh", with: engine({ a: ["x", "y"] }, { drops: (_, state) => state.chosen.get("cap").length }) })
  await shown.answered("Không có bài nào")
  assert.match(shown.results.textContent, /Có 2 sáng kiến hợp với “a”, nhưng không có trong các mục đang chọn/)
  shown.results.querySelector(".sk-nothing").querySelector("button").click()
  await shown.answered("2 sáng kiến")
})

test("without the list of facets the page is as it was; without the search it says what still works", async () => {
  const plain = await page({ files: async () => { throw new Error("no network") } })
  assert.deepEqual([plain.place.hidden, plain.aside.hidden], [true, true])
  const broken = await page({ at: "?q=xe", engine: undefined })
  await until(() => broken.told.textContent.startsWith("Không tải được phần tìm kiếm."))
  assert.equal(broken.results.textContent, "Danh sách đầy đủ")
})

test("a file of the index is unpacked, unless the browser did so; what is not there is an error", async () => {
  let read
  const bytes = text => Uint8Array.from(Buffer.from(text))
  const files = { "sang-kien/chu.json": { facets: FACETS, hints: [] }, "sang-kien/tim/a.bin": Uint8Array.from(gzipSync("xe")), "sang-kien/tim/b.bin": bytes("xe") }
  const made = engine({ xe: ["x"] }), load = made.module.load
  made.module.load = given => { read = given; return load(given) }
  const shown = await page({ at: "?q=xe", files, with: made })
  await shown.answered("1 sáng kiến")
  for (const name of ["a", "b"]) assert.equal(Buffer.from(await read(name)).toString(), "xe")
  await assert.rejects(read("c"))
})

test("who types on gets the answer to the last words alone", async () => {
  const slow = later(), made = engine({ xe: ["cu"], "xe đạp": ["moi"] }), load = made.module.load
  made.module.load = async read => {
    const search = await load(read)
    return { ...search, find: async (words, how) => {
      if (words === "xe") await slow.promise
      return search.find(words, how)
    } }
  }
  const shown = await page({ with: made })
  shown.typed("xe")
  shown.typed("xe đạp")
  await until(() => shown.titles().length)
  slow.keep()
  await until(() => shown.queries.some(each => each.words === "xe"))
  await settled()
  assert.deepEqual(shown.titles(), ["moi"])
  assert.equal(shown.told.textContent, "1 sáng kiến")
})

test("what is typed may go on; what is sent is whole", async () => {
  const shown = await page({ with: engine({ xe: ["a"] }) })
  shown.typed("xe")
  await shown.answered("1 sáng kiến")
  assert.equal(shown.sent("xe"), true)
  await until(() => shown.queries.filter(each => each.words).length === 2)
  assert.deepEqual(shown.queries.filter(each => each.words).map(each => each.typing), [true, false])
})

test("suggestions are chosen by arrows and Enter, and put away by Escape", async () => {
  const shown = await page({ with: engine({ "xe đẩy": ["a"] }, { suggests: { xe: ["xe đẩy", "xe máy"] } }) })
  const input = shown.input("tim-chu"), list = shown.input("tim-goi-y")
  shown.typed("xe")
  await until(() => !list.hidden)
  assert.deepEqual([list.childNodes.map(each => each.textContent), input.getAttribute("aria-expanded")], [["xe đẩy", "xe máy"], "true"])
  const press = key => input.fire("keydown", { key })
  assert.equal(press("Enter"), false) // nothing is chosen: the form is sent
  for (const [key, on] of [["ArrowDown", "tim-goi-y-0"], ["ArrowDown", "tim-goi-y-1"], ["ArrowDown", ""], ["ArrowUp", "tim-goi-y-1"], ["ArrowUp", "tim-goi-y-0"]]) {
    press(key)
    assert.equal(input.getAttribute("aria-activedescendant"), on)
  }
  assert.equal(press("Enter"), true)
  await shown.answered("1 sáng kiến")
  assert.deepEqual([input.value, list.hidden], ["xe đẩy", true])
  shown.typed("xe")
  await until(() => !list.hidden)
  press("Escape")
  assert.deepEqual([list.hidden, input.getAttribute("aria-expanded")], [true, "false"])
})

test("back and forward show what stood there", async () => {
  const shown = await page({ with: engine({ xe: ["a"] }) })
  shown.location.search = "?q=xe"
  shown.window.fire("popstate")
  await shown.answered("1 sáng kiến")
  assert.equal(shown.input("tim-chu").value, "xe")
})
