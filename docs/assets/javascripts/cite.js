// Copies a briefing's reference, or a file with its record. Without this script the files are links.

function say(button, text) {
  const status = button.closest(".pl-citing")?.querySelector("[role=status]");
  if (status) {
    status.textContent = text;
  }
}

async function wanted(button) {
  if (button.dataset.copyText) {
    const shown = button.closest(".pl-citing").querySelector(button.dataset.copyText);
    return shown.textContent.trim().replace(/\s+/g, " ");
  }
  const answer = await fetch(button.dataset.copyFile);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return answer.text();
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(await wanted(button)); // which a page without https lacks
    say(button, "Copied.");
  } catch {
    say(button, "The browser did not let this be copied; the links download the files.");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".pl-citing__copy") : null;
  if (button) {
    copy(button);
  }
});
