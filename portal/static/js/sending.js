// Says how far a form with files has been sent, and lets people stop it. Without it the browser sends the form itself.
import { initAll } from "../build/govuk-frontend.min.js";

// A screen reader is told at each step, not at every packet.
const STEP_PER_CENT = 10;
const NOT_SENT = "The files could not be sent. Check your connection and try again.";

export function showSending(within) {
  for (const form of within.querySelectorAll('form[enctype="multipart/form-data"]')) {
    const shown = shownIn(form);
    form.addEventListener("submit", (event) => {
      if (!hasFiles(form)) return;
      event.preventDefault();
      send(form, event.submitter, shown);
    });
  }
}

function hasFiles(form) {
  return [...form.querySelectorAll('input[type="file"]')].some((input) => input.files.length > 0);
}

// The region stands on the page before anything is said in it: only then is it read out.
function shownIn(form) {
  const place = made("div", "portal-sending");
  const words = made("p", "govuk-body portal-sending__words");
  words.setAttribute("role", "status");
  const bar = made("progress", "portal-sending__bar");
  bar.max = 100;
  bar.setAttribute("aria-label", "How much has been sent");
  const cancel = made("button", "govuk-button govuk-button--secondary");
  cancel.type = "button";
  cancel.textContent = "Stop sending";
  bar.hidden = cancel.hidden = true;
  place.append(words, bar, cancel);
  form.append(place);
  return { words, bar, cancel };
}

function made(kind, classes) {
  const element = document.createElement(kind);
  element.className = classes;
  return element;
}

function send(form, button, shown) {
  const body = new FormData(form);
  if (button && button.name) body.append(button.name, button.value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  // A redirect is told, not followed: the next page is then opened once, with what it has to say.
  request.setRequestHeader("Portal-Sends", "files");
  request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(shown, event));
  request.upload.addEventListener("load", () => check(shown));
  request.addEventListener("load", () => take(request, form, shown));
  request.addEventListener("abort", () => settle(form, shown, "Stopped. Nothing was sent."));
  request.addEventListener("error", () => settle(form, shown, NOT_SENT));
  shown.cancel.onclick = () => request.abort();
  begin(form, shown);
  request.send(body);
}

function begin(form, shown) {
  for (const each of submits(form)) each.disabled = true;
  shown.bar.hidden = shown.cancel.hidden = false;
  shown.bar.value = 0;
  shown.words.textContent = "Sending: 0 per cent";
}

function tell(shown, event) {
  const done = Math.floor((100 * event.loaded) / event.total);
  shown.bar.value = done;
  shown.words.textContent = `Sending: ${done - (done % STEP_PER_CENT)} per cent`;
}

// What has arrived can no longer be stopped.
function check(shown) {
  shown.bar.removeAttribute("value");
  shown.bar.setAttribute("aria-label", "Checking");
  shown.cancel.hidden = true;
  shown.words.textContent = "Checking for viruses";
}

function settle(form, shown, words) {
  for (const each of submits(form)) each.disabled = false;
  shown.bar.hidden = shown.cancel.hidden = true;
  shown.words.textContent = words;
}

function submits(form) {
  return form.querySelectorAll('button[type="submit"]');
}

function take(request, form, shown) {
  const next = request.getResponseHeader("Portal-Next");
  if (next) {
    goTo(new URL(next, location.href));
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) {
    settle(form, shown, NOT_SENT);
    return;
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  initAll({ scope: main });
  showSending(main);
  if (!main.querySelector(".govuk-error-summary")) focusOn(main);
}

// Going to another place on the same page opens nothing by itself.
function goTo(next) {
  const isHere = next.pathname + next.search === location.pathname + location.search;
  location.assign(next);
  if (isHere && next.hash) location.reload();
}

function focusOn(main) {
  main.tabIndex = -1;
  main.focus();
  window.scrollTo(0, 0);
}
