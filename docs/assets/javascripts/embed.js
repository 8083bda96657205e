// An embedded chart: its theme, and whether it has changed since it was embedded. Runs before the
// page is shown, so that a dark page never flashes light.

const query = new URLSearchParams(location.search);
const dark = matchMedia("(prefers-color-scheme: dark)");

document.documentElement.classList.replace("no-js", "js");

function applyTheme() {
  const wanted = query.get("theme");
  const isDark = wanted === "dark" || (wanted !== "light" && dark.matches);
  document.body.dataset.mdColorScheme = isDark ? "slate" : "default";
}

function tellUpdate() {
  const embedded = query.get("v");
  if (embedded && embedded !== document.body.dataset.fingerprint) {
    document.querySelector(".pl-embed__updated").textContent = "Updated since embedded";
  }
}

dark.addEventListener("change", applyTheme);
new MutationObserver((_, observer) => {
  if (document.body) {
    observer.disconnect();
    applyTheme();
  }
}).observe(document.documentElement, { childList: true });
document.addEventListener("DOMContentLoaded", tellUpdate);
