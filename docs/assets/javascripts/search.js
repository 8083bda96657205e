// The search: a field with filters and results, in the dialog and on the page /search/.
//
// search-opener.js loads it when a reader reaches for the search. Pagefind, which finds, is loaded
// then, and only the parts of the index that the words need. All that comes out of the index is put
// into the page as text.

const root = new URL("../../", import.meta.url); // this file is assets/javascripts/search.js
const GROUPS = [
  ["type", "Type"],
  ["topic", "Topic"],
  ["region", "Country or group"],
  ["author", "Author"],
  ["year", "Year"],
];
const PAGE = 10;
const FIRST = 3; // these are shown before the others of a page are fetched
const PASSAGES = 3;
const VAGUE = "Words like these are on nearly every page. Add one that tells more.";
const FAILED =
  "The search could not be loaded. Try again, or go through the list under Briefings.";
const WAIT = 150;
const AGAIN = 1500;

// The index has every place of every word, and those of these words alone weigh more than all else
// that a search fetches. They stand on nearly every page, so they are left out of what is searched.
const COMMON = new Set(
  "a an and are as at be but by for from had has in is it of on or that the to was were with".split(" "),
);

// Return the words to search for; what stands in quotation marks is searched as it is.
function telling(words) {
  if (words.startsWith('"')) {
    return words;
  }
  return words
    .split(/\s+/)
    .filter((word) => !COMMON.has(word.toLowerCase()))
    .join(" ");
}

// --- The index

let pagefind = null;
let built = ""; // what the index says of itself
let missed = 0; // how often its program could not be fetched

async function load() {
  built = await readEntry();
  const address = new URL("pagefind/pagefind.js", root);
  // A browser may remember of an address that there is no module; by another name it asks again.
  address.hash = missed ? `${missed}` : "";
  const loaded = await import(address.href).catch((error) => {
    missed += 1;
    throw error;
  });
  await loaded.options({ excerptLength: 24 });
  await loaded.init();
  return loaded;
}

function index() {
  pagefind ??= load().catch((error) => {
    pagefind = null;
    throw error;
  });
  return pagefind;
}

// Return what the index says of itself now; nothing where it cannot be reached.
async function readEntry() {
  try {
    const address = new URL("pagefind/pagefind-entry.json", root);
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

// Return how many pages each value of each filter leaves before anything is searched for: from a
// small file, since Pagefind takes these from all of its files of filters.
async function sums(finder) {
  try {
    const language = document.documentElement.lang.toLowerCase();
    const address = new URL(`pagefind/filters.${language}.json`, root);
    const answer = await fetch(address, { cache: "no-cache" });
    return answer.ok ? await answer.json() : await finder.filters();
  } catch {
    return finder.filters();
  }
}

// Pagefind keeps what it failed to fetch as it keeps what it fetched; the next search begins anew.
async function forget() {
  const loaded = await pagefind?.catch(() => null);
  pagefind = null;
  await loaded?.destroy();
}

async function findOnce(words, options) {
  const finder = await index();
  return finder.search(words, options);
}

// Pagefind takes a part of the index that could not be fetched for one without the words, or fails
// for want of it. So both are doubted: the index may be out of reach, or a new one in its place,
// perhaps while this one was being loaded.
async function find(words, options) {
  const found = await findOnce(words, options).catch(() => null);
  if (found?.results.length) {
    return found;
  }
  const now = await readEntry();
  if (!now) {
    throw new Error("the index cannot be reached");
  }
  if (found && now === built) {
    return found;
  }
  await forget();
  return findOnce(words, options);
}

function without(filters, name) {
  return Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name));
}

function asked(filters) {
  return Object.fromEntries(Object.entries(filters).map(([key, any]) => [key, { any }]));
}

// Counts say how many results a value would leave: those of a group in which something is chosen
// are taken without that choice, since a second value of a group adds to the first.
async function countAll(finder, words, filters) {
  const counts = {};
  const found = await finder.search(words, { filters: asked(filters) });
  for (const [name] of GROUPS) {
    const from = filters[name]
      ? await finder.search(words, { filters: asked(without(filters, name)) })
      : found;
    counts[name] = from.filters?.[name] ?? {};
  }
  return counts;
}

// --- Text out of the index

// A passage is HTML in which matches are marked. It is read in a document that runs and loads
// nothing, and only its text and its marks are taken over.
function passage(html) {
  const parsed = new DOMParser().parseFromString(html ?? "", "text/html");
  const pieces = document.createDocumentFragment();
  const walk = (node, parent) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        parent.append(child.data);
      } else if (child.nodeName === "MARK") {
        const mark = document.createElement("mark");
        walk(child, mark);
        parent.append(mark);
      } else {
        walk(child, parent);
      }
    }
  };
  walk(parsed.body, pieces);
  return pieces;
}

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

function addressOf(data, anchor) {
  const address = new URL(data.raw_url.replace(/^\/+/, ""), root);
  address.hash = anchor ?? "";
  return address.href;
}

function link(address, ...content) {
  const element = make("a", "pl-search__link", ...content);
  element.href = address;
  return element;
}

function show(data) {
  const about = [data.meta.kind, data.meta.date, data.filters?.topic?.join(", ")].filter(Boolean);
  const item = make("li", "pl-search__result");
  item.append(
    make("p", "pl-search__about", about.join(" · ")),
    make("p", "pl-search__title", link(addressOf(data), data.meta.title || data.raw_url)),
  );
  const sections = data.sub_results.filter((part) => part.anchor?.id);
  const lead = data.sub_results.find((part) => !part.anchor?.id);
  const matched = /<mark>/.test(lead?.excerpt ?? "") || !sections.length;
  const text = matched && lead ? passage(lead.excerpt) : data.meta.summary || passage(data.excerpt);
  item.append(make("p", "pl-search__passage", text));
  if (sections.length) {
    const best = [...sections]
      .sort((one, other) => (other.locations?.length ?? 0) - (one.locations?.length ?? 0))
      .slice(0, PASSAGES);
    const list = make("ul", "pl-search__sections");
    for (const part of sections.filter((section) => best.includes(section))) {
      const title = link(addressOf(data, part.anchor.id), part.title);
      list.append(make("li", "", title, make("p", "pl-search__passage", passage(part.excerpt))));
    }
    item.append(list);
  }
  return item;
}

// --- Field, filters and results

export class Panel {
  constructor(element) {
    this.element = element;
    this.form = element.querySelector("form");
    this.query = element.querySelector(".pl-search__query");
    this.sort = this.form.elements.sort;
    this.filters = element.querySelector(".pl-search__filters");
    this.groups = element.querySelector(".pl-search__groups");
    this.status = element.querySelector(".pl-search__status");
    this.list = element.querySelector(".pl-search__results");
    this.more = element.querySelector(".pl-search__more");
    this.onPage = element.dataset.search === "search";
    this.chosen = {};
    this.results = [];
    this.run = 0;
    this.form.action = new URL("search/", root).href; // instant navigation moves under it
    this.query.addEventListener("input", () => this.soon());
    element.addEventListener("change", (event) => this.choose(event));
    this.filters.addEventListener("toggle", () => this.filters.open && this.openFilters());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.more.addEventListener("click", () => this.showMore(true));
    element.addEventListener("keydown", (event) => this.move(event));
  }

  soon() {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.search(), WAIT);
  }

  choose(event) {
    if (event.target.type === "checkbox") {
      const { name, value, checked } = event.target;
      const others = (this.chosen[name] ?? []).filter((other) => other !== value);
      this.chosen[name] = checked ? [...others, value] : others;
      if (!this.chosen[name].length) {
        delete this.chosen[name];
      }
    }
    if (event.target !== this.query) {
      this.search();
    }
  }

  submit(event) {
    event.preventDefault();
    if (this.onPage) {
      this.search();
    } else {
      window.location.assign(this.address());
    }
  }

  address() {
    const address = new URL("search/", root);
    const words = this.query.value.trim();
    if (words) {
      address.searchParams.set("q", words);
    }
    for (const [name] of GROUPS) {
      for (const value of this.chosen[name] ?? []) {
        address.searchParams.append(name, value);
      }
    }
    if (this.sort.value) {
      address.searchParams.set("sort", this.sort.value);
    }
    return address.href;
  }

  readAddress() {
    const asked = new URLSearchParams(window.location.search);
    this.query.value = asked.get("q") ?? "";
    this.sort.value = asked.get("sort") === "date" ? "date" : "";
    this.chosen = {};
    for (const [name] of GROUPS) {
      const values = [...new Set(asked.getAll(name))].filter(Boolean);
      if (values.length) {
        this.chosen[name] = values;
      }
    }
  }

  async search() {
    window.clearTimeout(this.waiting);
    const own = ++this.run;
    this.finished = null;
    this.busy = true;
    const typed = this.query.value.trim();
    const words = telling(typed);
    const filters = { ...this.chosen };
    const number = Object.values(filters).flat().length;
    this.filters.querySelector(".pl-search__chosen").textContent = number ? ` (${number})` : "";
    const nothing = typed ? !words : !number && !this.sort.value;
    if (this.onPage) {
      window.history.replaceState(window.history.state, "", this.address());
    }
    try {
      if ("preview" in this.element.dataset && !(await readEntry())) {
        this.say("The index is being built. Results appear when it is ready.");
        this.waiting = window.setTimeout(() => this.search(), AGAIN);
        return;
      }
      const options = { filters: asked(filters) };
      if (this.sort.value) {
        options.sort = { date: "desc" };
      }
      if (nothing) {
        index().catch(() => {}); // ahead of the words
      }
      const found = nothing ? { results: [] } : await find(words || null, options);
      if (own !== this.run) {
        return;
      }
      this.results = found.results;
      this.list.replaceChildren();
      this.more.hidden = true;
      this.say(typed && nothing ? VAGUE : nothing ? "" : this.count());
      await this.showMore(false, own);
      if (own !== this.run) {
        return;
      }
      // Filters weigh as much as the rest, so they come behind the first results.
      const wide = window.matchMedia("(min-width: 60em)").matches;
      const first = !this.offered && (this.results.length || number);
      this.offered ||= Boolean(first);
      this.finished = { own, words: words || null, filters, vague: typed && nothing };
      if (first && wide && !this.filters.open) {
        this.filters.open = true; // which shows them
      } else if (this.filters.open) {
        await this.offerFilters();
      }
    } catch (error) {
      if (own === this.run) {
        this.fail(error);
      }
    } finally {
      if (own === this.run) {
        this.busy = false;
      }
    }
  }

  // A search under way shows the filters behind its results; here they are those of the last one.
  async openFilters() {
    if (this.busy) {
      return;
    }
    if (!this.finished) {
      this.search();
      return;
    }
    const { own } = this.finished;
    try {
      await this.offerFilters();
    } catch (error) {
      if (own === this.run) {
        this.fail(error);
      }
    }
  }

  async offerFilters() {
    const { own, words, filters, vague } = this.finished;
    if (!vague) {
      await this.showFilters(await index(), words, filters, own);
    }
  }

  async fail(error) {
    this.list.replaceChildren();
    this.more.hidden = true;
    await forget();
    if ("preview" in this.element.dataset) {
      // A new index has taken the place of the one that was loaded.
      this.say("The index is being built. Results appear when it is ready.");
      this.waiting = window.setTimeout(() => this.search(), AGAIN);
      return;
    }
    this.say(FAILED);
    console.error(error);
  }

  count() {
    const number = this.results.length;
    if (!number) {
      return "Nothing found. Try fewer or other words, or fewer filters.";
    }
    return number === 1 ? "1 result" : `${number.toLocaleString("en")} results`;
  }

  say(text) {
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
  }

  async showMore(moveFocus, own = this.run) {
    const shown = this.list.children.length;
    const wanted = this.results.slice(shown, shown + PAGE);
    for (const part of [wanted.slice(0, FIRST), wanted.slice(FIRST)]) {
      const items = (await Promise.all(part.map((result) => result.data()))).map(show);
      if (own !== this.run) {
        return;
      }
      this.list.append(...items);
      if (moveFocus && part[0] === wanted[0]) {
        items[0]?.querySelector("a").focus();
      }
    }
    this.more.hidden = this.list.children.length >= this.results.length;
  }

  async showFilters(finder, words, filters, own) {
    const narrowed = words || Object.keys(filters).length;
    const all = narrowed ? await finder.filters() : await sums(finder);
    const counts = narrowed ? await countAll(finder, words, filters) : all;
    if (own !== this.run) {
      return;
    }
    const focused = this.groups.contains(document.activeElement) ? document.activeElement : null;
    const again = focused && { name: focused.name, value: focused.value };
    const kept = (name) => [
      ...(filters[name] ?? []),
      ...(again?.name === name ? [again.value] : []),
    ];
    this.groups.replaceChildren(
      ...GROUPS.map(([name, title]) =>
        this.group(name, title, Object.keys(all[name] ?? {}), counts[name] ?? {}, kept(name)),
      ).filter(Boolean),
    );
    if (again) {
      [...this.groups.querySelectorAll("input")]
        .find((box) => box.name === again.name && box.value === again.value)
        ?.focus();
    }
  }

  // A value without results is left out unless it is kept: it is chosen, or has the focus.
  group(name, title, values, counts, kept) {
    const chosen = this.chosen[name] ?? [];
    const listed = [...new Set([...values, ...kept])].filter(
      (value) => counts[value] || kept.includes(value),
    );
    if (!listed.length) {
      return null;
    }
    listed.sort(
      name === "year"
        ? (one, other) => other.localeCompare(one)
        : (one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || one.localeCompare(other),
    );
    const group = make("fieldset", "pl-search__group", make("legend", "", title));
    for (const value of listed) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = name;
      box.value = value;
      box.checked = chosen.includes(value);
      const number = make("span", "pl-search__number", String(counts[value] ?? 0));
      group.append(make("label", "pl-search__choice", box, make("span", "", value), number));
    }
    return group;
  }

  // Arrow keys go from the field to the results and along them, beside Tab.
  move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    const stops = [...this.list.querySelectorAll(".pl-search__link")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== this.query) {
      return;
    }
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= stops.length || (at < 0 && next < 0)) {
      return;
    }
    event.preventDefault();
    (next < 0 ? this.query : stops[next]).focus();
  }
}
