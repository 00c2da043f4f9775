// A long list of options gets a box that narrows it as one types.

const LONG = 12;

function narrow(list, text) {
  const wanted = text.trim().toLowerCase();
  const more = list.querySelector(".filter__more");
  let shown = 0;
  list.querySelectorAll(".govuk-checkboxes__item").forEach((item) => {
    item.hidden = Boolean(wanted) && !item.textContent.toLowerCase().includes(wanted);
    shown += item.hidden ? 0 : 1;
  });
  if (more && wanted) {
    more.open = true;
  }
  return wanted ? `${shown} shown` : "";
}

/** Put the box above each long list in `root`; what was typed before stays typed. */
export function narrowLists(root) {
  const typed = narrowLists.typed;
  root.querySelectorAll("fieldset[data-many]").forEach((list) => {
    const legend = list.querySelector("legend");
    if (Number(list.dataset.many) < LONG || list.querySelector(".filter__narrow")) {
      return;
    }
    const box = document.createElement("input");
    box.type = "search";
    box.id = `${list.id}-narrow`;
    box.className = "govuk-input filter__narrow";
    box.autocomplete = "off";
    box.placeholder = "Find in this list";
    box.setAttribute("aria-label", `Find in this list: ${legend.textContent}`);
    const said = document.createElement("span");
    said.className = "govuk-visually-hidden";
    said.setAttribute("role", "status");
    const apply = () => {
      typed.set(box.id, box.value);
      said.textContent = narrow(list, box.value);
    };
    box.addEventListener("input", apply);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
      }
    });
    legend.after(box, said);
    if (typed.get(box.id)) {
      box.value = typed.get(box.id);
      narrow(list, box.value);
    }
  });
}
narrowLists.typed = new Map();
