// The panel of the preview and its desk: brings what the checks find while the page is open, marks
// the words that each finding is about, copies a place. Without this script the lists are still there.

const PAUSE = 1000; // milliseconds between two questions
const CONTEXT = 6; // letters before and after that have to agree
const CERTAIN = 8; // letters that need no context where they occur once
const LETTER = /[\p{L}\p{N}]/u;
const UNREAD = ".pl-cite > :not(.pl-cite__unknown), .pl-sidenote, .headerlink, .pl-figure, script, style";
const OPEN = "desk-open";

let version = "";
let timer = 0;
let asking = null;
let marks = []; // {range, item}

const holder = () => document.querySelector("[data-desk]");

// --- What the checks find

async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const place = holder();
  if (!place || document.hidden) {
    return;
  }
  const mine = new AbortController();
  asking = mine;
  try {
    const address = `${place.dataset.desk}?${place.dataset.query}&since=${version}`;
    const answer = await fetch(address, { cache: "no-store", signal: mine.signal });
    const fresh = answer.status === 200 ? await answer.json() : null;
    if (fresh?.version && place === holder()) {
      version = fresh.version;
      show(place, fresh);
    }
  } catch {
    // the server has ended, or is starting again: it is asked again below
  }
  if (asking === mine) {
    timer = setTimeout(ask, PAUSE);
  }
}

function show(place, fresh) {
  const live = place.querySelector(".pl-desk__live");
  const draft = document.createElement("template");
  draft.innerHTML = fresh.html;
  const details = live.querySelector("details");
  const next = draft.content.querySelector("details");
  if (details && !next && !fresh.html.includes("<details")) {
    return; // the page's own findings are not known yet
  }
  if (next && details) {
    next.open = details.open;
  }
  const before = live.innerText;
  const focus = describeFocus(live);
  if (fresh.filter) {
    renewChoices(place.querySelector(".pl-desk__filter"), fresh.filter);
  }
  live.replaceChildren(draft.content);
  restoreFocus(live, focus);
  prepare(place);
  if (before.trim() && live.innerText !== before) {
    const said = live.querySelector("summary, .pl-desk__note")?.textContent ?? "";
    place.querySelector(".pl-desk__status").textContent = said.trim();
  }
}

// What can be chosen changes with what is found; what has been chosen stays.
function renewChoices(form, html) {
  const draft = document.createElement("template");
  draft.innerHTML = html;
  for (const fresh of draft.content.querySelectorAll("select")) {
    const select = form.elements[fresh.name];
    if (document.activeElement !== select && select.innerHTML !== fresh.innerHTML) {
      const chosen = select.value;
      select.replaceChildren(...fresh.children);
      select.value = chosen;
      if (select.value !== chosen) {
        select.append(new Option(chosen, chosen, true, true)); // which nothing has any more
      }
    }
  }
}

function controls(item) {
  return [...item.querySelectorAll("a, button")];
}

function describeFocus(live) {
  const active = document.activeElement;
  if (!live.contains(active)) {
    return null;
  }
  const item = active.closest("[data-finding]");
  return item
    ? { finding: item.dataset.finding, index: controls(item).indexOf(active) }
    : { selector: active.matches("summary") ? "summary" : ".pl-desk__all" };
}

function restoreFocus(live, focus) {
  if (!focus) {
    return;
  }
  const item = [...live.querySelectorAll("[data-finding]")].find(
    (one) => one.dataset.finding === focus.finding,
  );
  if (item) {
    prepareButtons(item);
  }
  const target = item
    ? controls(item)[focus.index]
    : live.querySelector(focus.selector ?? "summary, .pl-desk__all");
  target?.focus({ preventScroll: true });
}

// --- The words that a finding is about

// The letters of an element's text, each with the place where it stands.
function readLetters(roots) {
  const letters = [];
  const places = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(UNREAD) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let offset = 0;
      for (const character of node.data) {
        if (LETTER.test(character)) {
          letters.push(character);
          places.push([node, offset, offset + character.length]);
        }
        offset += character.length;
      }
    }
  }
  // Joined by what is no letter; then a place in the text tells which letter stands there.
  const numbers = new Map();
  let position = 0;
  for (const [number, letter] of letters.entries()) {
    numbers.set(position, number);
    position += letter.length + 1;
  }
  return { letters, numbers, places, text: letters.join("\0") };
}

const lettersOf = (text) => [...text].filter((character) => LETTER.test(character));

function agreement(text, from, step, wanted) {
  let count = 0;
  const next = step > 0 ? 0 : wanted.length - 1;
  while (count < wanted.length && text[from + step * count] === wanted[next + step * count]) {
    count += 1;
  }
  return count;
}

function find(read, { exact, prefix, suffix }) {
  const wanted = lettersOf(exact);
  const before = lettersOf(prefix);
  const after = lettersOf(suffix);
  const needle = wanted.join("\0");
  const starts = [];
  for (let at = read.text.indexOf(needle); at >= 0; at = read.text.indexOf(needle, at + 1)) {
    const number = read.numbers.get(at);
    if (number !== undefined) {
      starts.push(number);
    }
  }
  let best = null;
  for (const start of starts) {
    const end = start + wanted.length;
    const score =
      agreement(read.letters, start - 1, -1, before) + agreement(read.letters, end, 1, after);
    if (!best || score > best.score) {
      best = { start, end, score };
    }
  }
  const enough = Math.min(CONTEXT, before.length + after.length);
  const certain = starts.length === 1 && wanted.length >= CERTAIN;
  return best && (best.score >= enough || certain) ? best : null;
}

function mark(place) {
  marks = [];
  const body = readLetters(document.querySelectorAll(".pl-body"));
  const front = readLetters(
    document.querySelectorAll(".pl-briefing__header h1, .pl-standfirst, .pl-judgments"),
  );
  const highlights = { error: [], warning: [], note: [] };
  for (const item of place.querySelectorAll("[data-exact]")) {
    const inBody = item.dataset.part === "body";
    const read = inBody ? body : front;
    const quote = inBody ? item.dataset : { exact: item.dataset.exact, prefix: "", suffix: "" };
    const found = find(read, quote);
    if (found) {
      const range = document.createRange();
      range.setStart(read.places[found.start][0], read.places[found.start][1]);
      range.setEnd(read.places[found.end - 1][0], read.places[found.end - 1][2]);
      marks.push({ range, item });
      highlights[item.dataset.severity]?.push(range);
      item.querySelector("[data-show]").hidden = false;
    }
  }
  for (const [severity, ranges] of Object.entries(highlights)) {
    window.CSS.highlights?.set(`pl-${severity}`, new Highlight(...ranges));
  }
}

function showInText(item) {
  const range = marks.find((one) => one.item === item)?.range;
  if (range) {
    const box = range.getBoundingClientRect();
    window.scrollBy({ top: box.top - window.innerHeight / 3 });
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
}

// A click on marked words shows what was found there.
function showFinding(event) {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const spot = caret && marks.find(({ range }) => range.isPointInRange(caret.offsetNode, caret.offset));
  if (!spot || event.target.closest("a, button, summary, [data-desk]")) {
    return;
  }
  const details = spot.item.closest("details");
  if (details) {
    details.open = true;
  }
  document.querySelector(".pl-finding--found")?.classList.remove("pl-finding--found");
  spot.item.classList.add("pl-finding--found");
  spot.item.scrollIntoView({ block: "nearest" });
}

// --- Controls

async function copy(button) {
  const status = button.closest("[data-desk]").querySelector(".pl-desk__status");
  try {
    await navigator.clipboard.writeText(button.dataset.copy); // which a page without https lacks
    button.textContent = "Copied";
    status.textContent = `Copied: ${button.dataset.copy}`;
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    status.textContent = "The place is selected; copy it from there.";
  }
}

function prepareButtons(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.setAttribute("aria-label", `Copy ${button.dataset.copy}`);
  }
}

function prepare(place) {
  prepareButtons(place);
  const details = place.querySelector("details");
  details?.addEventListener("toggle", () => {
    window.__md_set?.(OPEN, details.open, sessionStorage);
  });
  if (place.matches(".pl-desk")) {
    mark(place);
  }
}

function filter(form) {
  const chosen = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...chosen]) {
    if (!value) {
      chosen.delete(name);
    }
  }
  const place = holder();
  place.dataset.query = chosen.toString();
  history.replaceState(null, "", chosen.size ? `?${chosen}` : location.pathname);
  version = "";
  ask();
}

function begin() {
  const place = holder();
  version = "";
  if (!place) {
    return;
  }
  const details = place.querySelector("details");
  const open = window.__md_get?.(OPEN, sessionStorage);
  if (details && typeof open === "boolean") {
    details.open = open;
  }
  const form = place.querySelector(".pl-desk__filter");
  if (form) {
    place.dataset.query = location.search.slice(1);
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => filter(form));
  }
  prepare(place);
  ask();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-copy], [data-show]");
  if (button?.matches("[data-copy]")) {
    copy(button);
  } else if (button) {
    showInText(button.closest("[data-finding]"));
  } else if (target) {
    showFinding(event);
  }
});
document.addEventListener("visibilitychange", ask);
window.document$.subscribe(begin);
