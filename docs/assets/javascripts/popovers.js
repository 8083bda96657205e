// Shows what is behind a note mark or a number when it is pointed at or focused.

const GAP = 6;
let popover = null;
let owner = null;
let closing = 0;

function close() {
  window.clearTimeout(closing);
  popover?.remove();
  owner?.removeAttribute("aria-describedby");
  popover = null;
  owner = null;
}

function closeSoon() {
  window.clearTimeout(closing);
  closing = window.setTimeout(close, 200);
}

function entryOf(mark) {
  if (mark.dataset.evidence) {
    return document.getElementById(mark.dataset.evidence)?.querySelector("dl");
  }
  const id = decodeURIComponent(mark.hash.slice(1)); // Material makes addresses absolute
  return document.getElementById(id)?.querySelector(".pl-references__entry");
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
  popover = document.createElement("div");
  popover.className = "pl-popover";
  popover.id = "pl-popover";
  popover.setAttribute("role", "tooltip");
  popover.append(copyOf(entry));
  popover.addEventListener("pointerenter", () => window.clearTimeout(closing));
  popover.addEventListener("pointerleave", closeSoon);
  (mark.closest("main") ?? document.body).append(popover); // within a landmark
  owner = mark;
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
  } else if (popover && !popover.contains(event.target)) {
    close();
  }
});
document.addEventListener("focusout", (event) => {
  if (markOf(event)) {
    closeSoon();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && popover) {
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
    } else if (popover && !popover.contains(event.target)) {
      close();
    }
  },
  true,
);
window.document$?.subscribe(close);
