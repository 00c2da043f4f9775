// What pages gain with JavaScript. Every page works without it.
import { initAll } from "./vendor/govuk-frontend.min.js";

const NARROW = "(max-width: 40.0525em)";

/** On a narrow screen, fold the filter panel behind a button so that the results come first. */
function foldFilter(panel) {
  const form = panel.querySelector(".filter__form");
  const header = panel.querySelector(".filter__header");
  if (!form || !header) {
    return;
  }
  form.id ||= "filter-form";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary filter__toggle";
  button.setAttribute("aria-controls", form.id);
  header.append(button);

  const show = (open) => {
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Hide filters" : "Show filters";
  };
  const fit = (narrow) => {
    button.hidden = !narrow;
    show(!narrow);
  };
  button.addEventListener("click", () => show(form.hidden));
  const narrow = window.matchMedia(NARROW);
  narrow.addEventListener("change", (event) => fit(event.matches));
  fit(narrow.matches);
  panel.classList.add("filter--foldable");
}

initAll();
document.querySelectorAll('[data-module="fairhaven-filter"]').forEach(foldFilter);
