// Shows what is behind a note mark or a number when it is pointed at or focused: beside it, or, where
// the source stands in the margin and can be seen, by marking it there.

const GAP = 6;
const NOTE = "pl-sidenote--marked";
let popover = null;
let note = null; // in the margin, marked
let owner = null;
let closing = 0;

function close() {
  window.clearTimeout(closing);
  popover?.remove();
  note?.classList.remove(NOTE);
  owner?.removeAttribute("aria-describedby");
  popover = null;
  note = null;
  owner = null;
}

function closeSoon() {
  window.clearTimeout(closing);
  closing = window.setTimeout(close, 200);
}

// Material makes addresses absolute.
const referenceOf = (mark) => decodeURIComponent(mark.hash.slice(1));

function entryOf(mark) {
  if (mark.dataset.evidence) {
    return document.getElementById(mark.dataset.evidence)?.querySelector("dl");
  }
  return document.getElementById(referenceOf(mark))?.querySelector(".pl-references__entry");
}

// The note in the margin that has a mark's source, if all of it is in sight.
function noteOf(mark) {
  if (mark.dataset.evidence) {
    return undefined;
  }
  const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const inSight = (box) => box.height > 0 && box.top >= header && box.bottom <= window.innerHeight;
  return [...document.querySelectorAll(".pl-sidenote")].find(
    (aside) => aside.dataset.note === referenceOf(mark) && inSight(aside.getBoundingClientRect()),
  );
}

// The copy lies at the end of the page: its links are for the pointer, ids stay with the original.
function copyOf(entry) {
  const copy = entry.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    element.removeAttribute("id");
    if (element.matches("a, summary, button, [tabindex]")) {
      element.tabIndex = -1;
    }
  }
  return copy;
}

function open(mark) {
  window.clearTimeout(closing);
  if (owner === mark) {
    return;
  }
  close();
  const entry = entryOf(mark);
  if (!entry) {
    return;
  }
  owner = mark;
  note = noteOf(mark) ?? null;
  if (note) {
    // Notes are for the eye alone; a screen reader is read the entry of the reference list.
    note.classList.add(NOTE);
    entry.id ||= `${referenceOf(mark)}-entry`;
    owner.setAttribute("aria-describedby", entry.id);
    return;
  }
  popover = document.createElement("div");
  popover.className = "pl-popover";
  popover.id = "pl-popover";
  popover.setAttribute("role", "tooltip");
  popover.append(copyOf(entry));
  popover.addEventListener("pointerenter", () => window.clearTimeout(closing));
  popover.addEventListener("pointerleave", closeSoon);
  (mark.closest("main") ?? document.body).append(popover); // within a landmark
  owner.setAttribute("aria-describedby", popover.id);
  place(mark.getBoundingClientRect(), popover.getBoundingClientRect());
}

function place(mark, box) {
  const below = mark.bottom + GAP;
  const above = mark.top - GAP - box.height;
  const top = below + box.height > window.innerHeight && above > 0 ? above : below;
  const room = document.documentElement.clientWidth - box.width - GAP;
  const left = Math.min(Math.max(GAP, mark.left), Math.max(GAP, room));
  popover.style.top = `${top + window.scrollY}px`;
  popover.style.left = `${left + window.scrollX}px`;
}

const markOf = (event) =>
  event.target instanceof Element ? event.target.closest(".pl-cite__link, .pl-claim") : null;

document.addEventListener("pointerover", (event) => {
  const mark = event.pointerType === "mouse" ? markOf(event) : null;
  if (mark) {
    open(mark);
  }
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "mouse" && markOf(event)) {
    closeSoon();
  }
});
document.addEventListener("focusin", (event) => {
  const mark = markOf(event);
  if (mark) {
    open(mark);
  } else if (owner && !popover?.contains(event.target)) {
    close();
  }
});
document.addEventListener("focusout", (event) => {
  if (markOf(event)) {
    closeSoon();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && owner) {
    close();
  }
});
// A touch shows the reference first; touching the same mark again follows it.
document.addEventListener(
  "click",
  (event) => {
    const mark = markOf(event);
    if (mark && event.pointerType === "touch" && mark.dataset.shown !== "yes") {
      event.preventDefault();
      event.stopPropagation();
      document.querySelectorAll("[data-shown]").forEach((m) => delete m.dataset.shown);
      mark.dataset.shown = "yes";
      open(mark);
    } else if (owner && !popover?.contains(event.target)) {
      close();
    }
  },
  true,
);
window.document$?.subscribe(close);
