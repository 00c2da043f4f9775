// Two single keys of the search page. They can be turned off on the account page (WCAG 2.2, 2.1.4), and what is typed
// into a field, or pressed together with another key, is never taken.
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable='false']), [role='textbox']";
const dialog = document.getElementById("keys");

function elsewhere(event) {
  return (
    event.defaultPrevented ||
    event.isComposing ||
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    event.target.closest?.(FIELDS) ||
    dialog.open
  );
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (elsewhere(event)) {
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("q")?.focus();
    } else if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
    }
  });
}
