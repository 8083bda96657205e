// Opens the search: a dialog on every page, and the page /search/, which runs the query in its
// address. What searches is loaded when a reader first asks for it.

const root = new URL("../../", import.meta.url); // this file is assets/javascripts/search-opener.js

// --- The dialog

const dialog = document.getElementById("search-dialog");
const opener = document.querySelector("[data-search-open]");
const panels = new WeakMap(); // element -> what becomes its panel

async function load(element) {
  try {
    const { Panel } = await import("./search.js");
    return new Panel(element);
  } catch (error) {
    element.querySelector("[role=status]").textContent =
      "The search could not be loaded. All briefings are listed under Briefings.";
    console.error(error);
    panels.delete(element); // it is tried again when the search is next opened
    return null;
  }
}

function panelOf(element) {
  if (!panels.has(element)) {
    panels.set(element, load(element));
  }
  return panels.get(element);
}

async function openDialog() {
  const query = dialog.querySelector(".pl-search__query");
  const wasOpen = dialog.open;
  if (!wasOpen) {
    dialog.showModal();
  }
  query.focus();
  query.select();
  if (!wasOpen) {
    const panel = await panelOf(dialog.querySelector("[data-search]"));
    panel?.search(); // for what has been typed by now; it loads the index
  }
}

function isTyping(target) {
  return target.closest?.("input, select, textarea, [contenteditable]") !== null;
}

if (dialog && opener) {
  opener.form.action = new URL("search/", root).href;
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    openDialog();
  });
  dialog.querySelector("[data-search-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the page has keys of its own
    if (event.key === "Escape") {
      event.preventDefault(); // or the first one only empties the field
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close(); // a click beside it
    } else if (event.target.closest("a[href]") && !event.ctrlKey && !event.metaKey) {
      dialog.close(); // what it leads to may be on this very page
    }
  });
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (event.defaultPrevented || (slash && isTyping(event.target)) || !(slash || chord)) {
      return;
    }
    event.preventDefault();
    if (onPage?.isConnected) {
      onPage.querySelector(".pl-search__query").focus();
    } else {
      openDialog();
    }
  });
}

// --- The page

let onPage = null;

async function mount() {
  const element = document.querySelector('[data-search="search"]');
  if (element && onPage !== element) {
    onPage = element;
    const panel = await panelOf(element);
    panel?.readAddress();
    panel?.search();
  }
}

// Material says when it has exchanged the content of the page.
if (window.document$) {
  window.document$.subscribe(mount);
} else {
  mount();
}
