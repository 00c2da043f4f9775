// What the search page gains with JavaScript: a filter takes effect at once, without a reload and without losing
// the focus, and the drawing becomes a map. Everything works without it.
import { seemsToKeepAway, sendInBody } from "./away.js";
import { drawMap } from "./map.js";

const finder = document.querySelector('[data-module="finder"]');
let asked = 0;

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

/** Let the box and the fields beside it say how it was understood, unless something else was typed meanwhile. */
function say(page, sent) {
  for (const id of ["q", "near", "within"]) {
    const fresh = page.getElementById(id);
    const here = document.getElementById(id);
    if (fresh && here && here.value === (sent.get(id) ?? "")) {
      if (here.tagName === "SELECT") {
        here.replaceChildren(...fresh.cloneNode(true).children);
      }
      here.value = fresh.value;
    }
  }
}

/** Put what came in place of what was: the results and the filters, and the focus back where it was. */
function replace(page) {
  const held = document.activeElement?.id;
  const open = [...finder.querySelectorAll("details.filter__group")].map((group) => group.open);
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
  finder.querySelectorAll("details.filter__group").forEach((group, at) => {
    group.open = open[at] ?? group.open;
  });
  const toggle = finder.querySelector("#show-filters");
  if (toggle) {
    toggle.checked = Boolean(folded);
  }
  document.title = page.title;
  if (held) {
    document.getElementById(held)?.focus({ preventScroll: true });
  }
  drawMap();
}

/** Ask the server and show what it finds; where that fails, let the browser do it as it would without us. */
async function search(form, address, sent, options, remember) {
  const turn = ++asked;
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) {
      return;
    }
    if (!answer.ok || !page.getElementById("total")) {
      form.submit();
      return;
    }
    if (remember) {
      history.pushState({ finder: true }, "", address);
    }
    say(page, sent);
    replace(page);
  } catch {
    form.submit();
  } finally {
    if (turn === asked) {
      results.removeAttribute("aria-busy");
    }
  }
}

function apply(form) {
  const kept = whatIsAsked(form);
  if (form.method !== "post" && seemsToKeepAway(kept.get("q") ?? "")) {
    sendInBody(form, form.dataset.away).catch(() => form.submit());
  } else if (form.method === "post") {
    search(form, form.action, kept, { method: "POST", body: kept }, false);
  } else {
    const query = kept.toString();
    search(form, form.getAttribute("action") + (query ? `?${query}` : ""), kept, {}, true);
  }
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
  window.addEventListener("popstate", () => window.location.reload());
}
drawMap();
