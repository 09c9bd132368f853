/* A page by hand, as much of one as the site's scripts ask for, and a browser around it; must not know any script. */
import { readFileSync } from "node:fs"
import vm from "node:vm"

const ASSETS = new URL("../../site/pages/assets/", import.meta.url)
export const ROOT = "https://cong-doan.example/kho/"

export class Element {
  type = ""
  value = ""
  checked = false
  open = false
  hidden = false
  lang = ""
  title = ""
  placeholder = ""
  autocomplete = ""
  spellcheck = true
  htmlFor = ""
  name = ""
  role = null
  href = ""
  parentElement = null
  childNodes = []
  #attributes = new Map()
  #listeners = []

  constructor(tag) {
    this.tagName = tag
  }

  get id() { return this.getAttribute("id") ?? "" }
  set id(id) { this.setAttribute("id", id) }
  get className() { return this.getAttribute("class") ?? "" }
  set className(names) { this.setAttribute("class", names) }
  get dateTime() { return this.getAttribute("datetime") ?? "" }
  get classList() {
    const names = new Set(this.className.split(" ").filter(Boolean))
    const keep = () => { this.className = [...names].join(" ") }
    return {
      contains: name => names.has(name),
      toggle: (name, on) => { names[on ? "add" : "delete"](name); keep() },
      replace: (old, name) => { if (names.delete(old)) names.add(name); keep() },
    }
  }

  getAttribute(name) { return this.#attributes.get(name) ?? null }
  setAttribute(name, value) { this.#attributes.set(name, String(value)) }

  get textContent() { return this.childNodes.map(child => child.textContent ?? child).join("") }
  set textContent(text) { this.replaceChildren(...text === "" ? [] : [text]) }
  append(...inside) {
    for (const child of inside) {
      if (!(child instanceof Element)) continue
      if (child.parentElement) child.parentElement.childNodes = child.parentElement.childNodes.filter(other => other !== child)
      child.parentElement = this
    }
    this.childNodes.push(...inside)
  }
  replaceChildren(...inside) {
    this.childNodes = []
    this.append(...inside)
  }
  closest(tag) { return this.tagName === tag ? this : this.parentElement?.closest(tag) ?? null }
  querySelectorAll(selector) {
    const [, tag, names] = selector.match(/^(\w*)((?:\.[\w-]+)*)$/)
    const here = element => (!tag || element.tagName === tag) && names.split(".").every(name => !name || element.classList.contains(name))
    const below = this.childNodes.filter(child => child instanceof Element)
    return below.flatMap(child => [...here(child) ? [child] : [], ...child.querySelectorAll(selector)])
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null }

  addEventListener(type, listener) { this.#listeners.push([type, listener]) }
  /* What a reader does here; tells whether the browser's own answer to it was held back. */
  fire(type, more = {}) {
    let held = false
    const event = { preventDefault: () => { held = true }, ...more }
    for (const [listened, listener] of this.#listeners) if (listened === type) listener(event)
    return held
  }
  focus() { this.focused = true }
  scrollIntoView() { this.scrolled = true }
  click() { this.fire("click") }
  before(other) {
    const around = this.parentElement
    if (other.parentElement) other.parentElement.childNodes = other.parentElement.childNodes.filter(child => child !== other)
    around.childNodes.splice(around.childNodes.indexOf(this), 0, other)
    other.parentElement = around
  }
  showModal() { this.open = true }
  close() {
    this.open = false
    this.fire("close")
  }
}

/* An element with attributes and, in it, elements and text. */
export function el(tag, attributes = {}, ...inside) {
  const made = new Element(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...inside)
  return made
}

/* A browser that shows a page. What the scripts ask of it can be set: `files` by address below ROOT, or a function that gives them;
   `now` in milliseconds; `dark`, what the system says; `stored`, what is kept; `clipboard`; `engine`, what import() gives. */
export function browser({ lang = "vi", at = "", body = [], files = {}, now = 0, dark = false, wide = true, stored = new Map(), ...given } = {}) {
  const { clipboard, engine, crypto = globalThis.crypto } = given
  const page = new Element("body")
  page.append(...body)
  const root = el("html", { class: "no-js" }, page)
  root.lang = lang
  const window = new Element("window"), system = new Element("media")
  system.matches = dark
  const shown = { page, root, window, system, asked: [], timers: [], addresses: [], printed: 0, stored }
  const { search, hash, pathname, href } = new URL(at, ROOT)
  const location = shown.location = { search, hash, pathname, href }
  const went = address => { location.search = new URL(address, href).search }
  const fetched = async address => {
    const path = String(address).replace(ROOT, "")
    shown.asked.push(path)
    const file = await (typeof files === "function" ? files(path) : files[path])
    return { ok: file !== undefined, json: async () => file, arrayBuffer: async () => file.buffer }
  }
  class Today extends Date {
    constructor(...given) { super(...given.length ? given : [now]) }
    static now() { return now }
  }
  const context = vm.createContext({
    URL, URLSearchParams, TextEncoder, Date: Today, crypto, decodeURIComponent, encodeURIComponent, location,
    document: {
      documentElement: root, body: page, currentScript: { src: "" },
      createElement: tag => new Element(tag),
      getElementById: id => page.querySelectorAll("").find(element => id && element.id === id) ?? null,
      querySelector: selector => root.querySelector(selector),
      querySelectorAll: selector => root.querySelectorAll(selector),
    },
    history: {
      replaceState: (_state, _title, address) => { shown.addresses.push(address); went(address) },
      pushState: (_state, _title, address) => { shown.addresses.push(`+${address}`); went(address) },
    },
    Blob, DecompressionStream, Response, Uint8Array,
    localStorage: {
      getItem: key => { if (!stored) throw new Error("no storage"); return stored.get(key) ?? null },
      setItem: (key, value) => { if (!stored) throw new Error("no storage"); stored.set(key, value) },
    },
    matchMedia: query => query.includes("prefers") ? system : Object.assign(new Element("media"), { matches: wide }),
    navigator: { clipboard },
    fetch: fetched,
    print: () => { shown.printed += 1 },
    setTimeout: (run, after) => shown.timers.push({ run, after }),
    clearTimeout: number => { if (number) shown.timers[number - 1] = { run: () => {}, after: 0 } },
    addEventListener: (type, listener) => window.addEventListener(type, listener),
  })
  shown.run = name => {
    context.document.currentScript.src = `${ROOT}assets/${name}`
    const importModuleDynamically = async address => {
      shown.asked.push(String(address).replace(ROOT, ""))
      if (!engine) throw new Error("not there")
      const names = Object.keys(engine)
      const made = new vm.SyntheticModule(names, () => names.forEach(name => made.setExport(name, engine[name])), { context })
      await made.link(() => {})
      await made.evaluate()
      return made
    }
    new vm.Script(readFileSync(new URL(name, ASSETS), "utf-8"), { filename: name, importModuleDynamically }).runInContext(context)
    return shown
  }
  return shown
}

/* Lets everything that is under way go on, until something holds; for a busy machine's sake no longer than half a minute. */
export async function until(holds) {
  const end = performance.now() + 30_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it never came about: ${holds}`)
    await new Promise(setImmediate)
  }
}

/* Lets what has been answered already be heard by everybody. */
export async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
}

/* A promise, and the function that keeps it. */
export function later() {
  let keep
  const promise = new Promise(kept => { keep = kept })
  return { promise, keep }
}
