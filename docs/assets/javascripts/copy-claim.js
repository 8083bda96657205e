// Copies a claim on a cell of a dataset, in the preview.

function say(text) {
  const status = document.querySelector(".pl-copied");
  if (status) {
    status.textContent = text;
  }
}

async function copy(claim) {
  try {
    await navigator.clipboard.writeText(claim); // which a page without https lacks
    say(`Copied: ${claim}`);
  } catch {
    say(`Copy it from here: ${claim}`);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-claim]") : null;
  if (button) {
    copy(button.dataset.claim);
  }
});
