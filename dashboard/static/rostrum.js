// The page works without this file: it spares a click on filters, opens evidence in a dialog
// beside the view, and says when a newer release has been published.
"use strict";

const body = document.body;

document.querySelectorAll("form.filters select, form.filters input[type=date]").forEach((field) => {
  field.addEventListener("change", () => field.form.requestSubmit());
});
document.querySelectorAll("form.filters").forEach((form) => {
  form.addEventListener("submit", () => {
    form.querySelectorAll("select, input").forEach((field) => { field.disabled = field.value === ""; });
  });
});

const dialog = document.createElement("dialog");
dialog.setAttribute("aria-label", "Evidence");
const close = document.createElement("button");
close.type = "button";
close.className = "close";
close.textContent = "Close";
close.addEventListener("click", () => dialog.close());
const content = document.createElement("div");
dialog.append(close, content);
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
body.append(dialog);

async function openEvidence(href) {
  const answer = await fetch(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("#evidence");
  if (!answer.ok || !found) { location.assign(href); return; }
  content.replaceChildren(document.adoptNode(found));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.evidence");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openEvidence(link.getAttribute("href")).catch(() => location.assign(link.getAttribute("href")));
});

async function askForNewest() {
  const answer = await fetch("/newest");
  const { release } = await answer.json();
  if (!release || release === body.dataset.newest) return;
  const banner = document.querySelector(".arrived");
  if (banner) banner.hidden = false; else location.reload();
}

setInterval(() => { if (!document.hidden) askForNewest().catch(() => {}); }, 5000);
