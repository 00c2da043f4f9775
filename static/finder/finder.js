// What the search page gains with JavaScript: a filter takes effect at once, without a reload and without losing
// the focus, and the drawing becomes a map. Everything works without it.
import { seemsToKeepAway, sendInBody } from "./away.js";
import { narrowLists } from "./lists.js";
import { drawMap, light } from "./map.js";

const SLOW_AFTER_MILLISECONDS = 500;
const finder = document.querySelector('[data-module="finder"]');
let running = null;

/** The search as it stands in the form, without what is empty or as usual. */
function whatIsAsked(form) {
  const kept = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (String(value).trim() && !(name === "sort" && value === "relevance")) {
      kept.append(name, value);
    }
  }
  return kept;
}

/** Let the box and the fields beside it say how it was understood, unless something else was typed meanwhile than was
    sent; where nothing was sent, on the way back, they say what was asked then. */
function understand(page, sent) {
  for (const id of ["q", "near", "within"]) {
    const fresh = page.getElementById(id);
    const here = document.getElementById(id);
    if (fresh && here && (!sent || here.value === (sent.get(id) ?? ""))) {
      if (here.tagName === "SELECT") {
        here.replaceChildren(...fresh.cloneNode(true).children);
      }
      here.value = fresh.value;
    }
  }
}

/** What is unfolded, by the words or the id of what unfolds it. */
function folds() {
  return [...finder.querySelectorAll(".finder__side details")].map((each) => [each.id || each.textContent.trim().split("\n")[0], each]);
}

/** Put what came in place of what was: the results and the filters, and the focus back where it was. */
function replace(page) {
  const held = document.activeElement?.id;
  const open = new Map(folds().map(([name, each]) => [name, each.open]));
  const folded = finder.querySelector("#show-filters")?.checked;
  for (const id of ["results", "finder-side"]) {
    const fresh = page.getElementById(id);
    const here = document.getElementById(id);
    if (fresh && here) {
      // The heading that tells the total is kept, so that a screen reader hears it change.
      const total = id === "results" ? here.querySelector("#total") : null;
      const said = fresh.querySelector("#total");
      if (total && said) {
        total.innerHTML = said.innerHTML;
        said.replaceWith(total);
      }
      here.replaceChildren(...fresh.childNodes);
    }
  }
  narrowLists(finder);
  folds().forEach(([name, each]) => {
    each.open = open.get(name) ?? each.open;
  });
  const toggle = finder.querySelector("#show-filters");
  if (toggle) {
    toggle.checked = Boolean(folded);
  }
  document.title = page.title;
  const again = held ? document.getElementById(held) : null;
  if (again) {
    // what holds the focus may have moved behind "Show all"
    const fold = again.closest("details:not([open])");
    if (fold && again.tagName !== "SUMMARY") {
      fold.open = true;
    }
    again.focus({ preventScroll: true });
  }
  drawMap();
}

function say(words, wrong = false) {
  const status = document.getElementById("finder-status");
  status.textContent = words;
  status.classList.toggle("finder__status--wrong", wrong);
}

/** Ask the server and show what it finds. The last question asked is the one answered. `otherwise` is what a browser
    does without us: for answers that are no results, such as a problem to put right. */
async function search(address, options, { remember, sent, otherwise }) {
  running?.abort();
  const turn = new AbortController();
  running = turn;
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => say("Searching…"), SLOW_AFTER_MILLISECONDS);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: turn.signal, ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== running) {
      return;
    }
    if (!answer.ok || !page.getElementById("total")) {
      otherwise();
      return;
    }
    if (remember) {
      history.pushState({ finder: true }, "", address);
    }
    clearTimeout(slow);
    say("");
    understand(page, sent);
    replace(page);
  } catch (problem) {
    if (turn === running && problem.name !== "AbortError") {
      clearTimeout(slow);
      say("The search could not be reached. What you see is the search before. Check your connection, then search again.", true);
    }
  } finally {
    clearTimeout(slow);
    if (turn === running) {
      results.removeAttribute("aria-busy");
    }
  }
}

function apply(form) {
  const kept = whatIsAsked(form);
  const otherwise = () => form.submit();
  if (form.method !== "post" && seemsToKeepAway(kept.get("q") ?? "")) {
    sendInBody(form, form.dataset.away).catch(otherwise);
  } else if (form.method === "post") {
    search(form.action, { method: "POST", body: kept }, { sent: kept, otherwise });
  } else {
    const query = kept.toString();
    search(form.getAttribute("action") + (query ? `?${query}` : ""), {}, { remember: true, sent: kept, otherwise });
  }
}

/** Let the map show which service a card is of, while it is pointed at or holds the focus. */
function follow(results) {
  const of = (event) => event.target.closest?.("[data-service]")?.dataset.service ?? null;
  results.addEventListener("mouseover", (event) => light(of(event)));
  results.addEventListener("mouseleave", () => light(null));
  results.addEventListener("focusin", (event) => light(of(event)));
  results.addEventListener("focusout", () => light(null));
}

if (finder) {
  const form = document.getElementById("search");
  form.addEventListener("change", (event) => {
    // A place to keep away from is two fields: it takes effect when the form is sent.
    if (event.target.name && !event.target.name.startsWith("avoid_")) {
      apply(form);
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && "leave" in event.submitter.dataset && !seemsToKeepAway(form.elements.q.value)) {
      return;
    }
    event.preventDefault();
    apply(form);
  });
  window.addEventListener("popstate", () =>
    search(window.location.href, {}, { sent: null, otherwise: () => window.location.reload() }),
  );
  narrowLists(finder);
  follow(document.getElementById("results"));
}
drawMap();
